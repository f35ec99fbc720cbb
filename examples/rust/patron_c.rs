// What the headers of libpatron declare. Made by doc/api.py; a test holds it to the headers.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]
use std::ffi::{c_char, c_void};

pub const PATRON_OK: i32 = 0;
pub const PATRON_UNKNOWN: i32 = 1;
pub const PATRON_E_INVALID_ARGUMENT: i32 = -10;
pub const PATRON_E_STATE: i32 = -12;
pub const PATRON_E_NO_MEMORY: i32 = -20;
pub const PATRON_E_MEMORY_LIMIT: i32 = -22;
pub const PATRON_E_BUFFER_TOO_SMALL: i32 = -30;
pub const PATRON_E_NOT_FOUND: i32 = -40;
pub const PATRON_E_TYPE: i32 = -42;
pub const PATRON_E_NOT_FINITE: i32 = -44;
pub const PATRON_E_RANGE: i32 = -46;
pub const PATRON_E_DUPLICATE: i32 = -48;
pub const PATRON_E_STALE: i32 = -50;
pub const PATRON_E_CANCELLED: i32 = -60;
pub const PATRON_E_CALLBACK: i32 = -62;
pub const PATRON_E_ABI: i32 = -70;
pub const PATRON_E_FORMAT: i32 = -80;
pub const PATRON_E_IO: i32 = -82;
pub const PATRON_E_INTERNAL: i32 = -90;
pub const PATRON_ABI: i32 = 1;
pub const PATRON_MONEY: i32 = 1;
pub const PATRON_NUMBER: i32 = 2;
pub const PATRON_INTEGER: i32 = 3;
pub const PATRON_DATE: i32 = 4;
pub const PATRON_TEXT: i32 = 5;
pub const PATRON_CODE: i32 = 6;
pub const PATRON_FLAG: i32 = 7;
pub const PATRON_ARROW_DECIMAL: i32 = 1;
pub const PATRON_WEIGHTING_DIRECT: i32 = 0;
pub const PATRON_WEIGHTING_EQUAL: i32 = 1;
pub const PATRON_WEIGHTING_RANK_ORDER_CENTROID: i32 = 2;
pub const PATRON_WEIGHTING_RANK_SUM: i32 = 3;
pub const PATRON_WEIGHTING_RANK_RECIPROCAL: i32 = 4;
pub const PATRON_WEIGHTING_AHP: i32 = 5;
pub const PATRON_WEIGHTING_AHP_GEOMETRIC: i32 = 6;
pub const PATRON_WEIGHTING_BEST_WORST: i32 = 7;
pub const PATRON_WEIGHTING_ENTROPY: i32 = 8;
pub const PATRON_WEIGHTING_CRITIC: i32 = 9;
pub const PATRON_WEIGHTING_DEVIATION: i32 = 10;
pub const PATRON_DIRECTION_HIGHER: i32 = 0;
pub const PATRON_DIRECTION_LOWER: i32 = 1;
pub const PATRON_DIRECTION_TARGET: i32 = 2;
pub const PATRON_WARNING_DEGENERATE_CRITERION: i32 = 1;
pub const PATRON_WARNING_DEGENERATE_ALL: i32 = 2;
pub const PATRON_WARNING_SINGLE_ALTERNATIVE: i32 = 4;
pub const PATRON_WARNING_INCONSISTENT: i32 = 8;
pub const PATRON_WARNING_NO_RANDOM_INDEX: i32 = 16;
pub const PATRON_WARNING_NO_CONFLICT: i32 = 32;
pub const PATRON_RANDOM_INDEX_ALONSO_LAMATA: i32 = 0;
pub const PATRON_RANDOM_INDEX_SAATY: i32 = 1;
pub const PATRON_CORRELATION_PEARSON: i32 = 0;
pub const PATRON_CORRELATION_SPEARMAN: i32 = 1;
pub const PATRON_NORMALISER_LINEAR: i32 = 0;
pub const PATRON_NORMALISER_PIECEWISE: i32 = 1;
pub const PATRON_NORMALISER_STEP: i32 = 2;
pub const PATRON_NORMALISER_PERCENT_RANK: i32 = 3;
pub const PATRON_NORMALISER_MINMAX: i32 = 4;
pub const PATRON_NORMALISER_ZSCORE: i32 = 5;
pub const PATRON_NORMALISER_VECTOR: i32 = 6;
pub const PATRON_NORMALISER_MAX: i32 = 7;
pub const PATRON_NORMALISER_SUM: i32 = 8;
pub const PATRON_AGGREGATION_WEIGHTED_SUM: i32 = 0;
pub const PATRON_AGGREGATION_WEIGHTED_PRODUCT: i32 = 1;
pub const PATRON_AGGREGATION_TOPSIS: i32 = 2;
pub const PATRON_AGGREGATION_VIKOR: i32 = 3;
pub const PATRON_AGGREGATION_PROMETHEE: i32 = 4;
pub const PATRON_MISSING_RENORMALISE: i32 = 0;
pub const PATRON_MISSING_FAIL: i32 = 1;
pub const PATRON_MISSING_NEUTRAL: i32 = 2;
pub const PATRON_MISSING_WORST: i32 = 3;
pub const PATRON_PREFERENCE_USUAL: i32 = 0;
pub const PATRON_PREFERENCE_U: i32 = 1;
pub const PATRON_PREFERENCE_V: i32 = 2;
pub const PATRON_PREFERENCE_LEVEL: i32 = 3;
pub const PATRON_PREFERENCE_LINEAR: i32 = 4;
pub const PATRON_PREFERENCE_GAUSSIAN: i32 = 5;
pub const PATRON_CONCENTRATION_GINI: i32 = 1;
pub const PATRON_CONCENTRATION_OVER_NET: i32 = 2;
pub const PATRON_LORENZ_CLIP0: i32 = 0;
pub const PATRON_LORENZ_POSITIVE: i32 = 1;
pub const PATRON_BAND_LOW: i32 = 0;
pub const PATRON_BAND_MEDIUM: i32 = 1;
pub const PATRON_BAND_HIGH: i32 = 2;
pub const PATRON_INTENT_INVEST: i32 = 0;
pub const PATRON_INTENT_PROTECT: i32 = 1;
pub const PATRON_INTENT_SELECTIVE: i32 = 2;
pub const PATRON_INTENT_CASH: i32 = 3;
pub const PATRON_INTENT_WITHDRAW: i32 = 4;
pub const PATRON_APPROACH_TACTICAL: i32 = 0;
pub const PATRON_APPROACH_CONSULTATIVE: i32 = 1;
pub const PATRON_APPROACH_COLLABORATIVE: i32 = 2;
pub const PATRON_APPROACH_STRATEGIC: i32 = 3;
pub const PATRON_PARETO_OK: i32 = 0;
pub const PATRON_PARETO_EMPTY: i32 = 1;
pub const PATRON_PARETO_NO_POSITIVE: i32 = 2;
pub const PATRON_PARETO_UNKNOWN_GROUP: i32 = 3;
pub const PATRON_PARETO_I64: i32 = 1;
pub const PATRON_PARETO_F64: i32 = 2;
pub const PATRON_PARETO_NOT_POSITIVE: i32 = -1;
pub const PATRON_PARETO_LEFT_OUT: i32 = -2;
pub const PATRON_LEVEL_TRANSACTIONAL: i32 = 0;
pub const PATRON_LEVEL_COOPERATIVE: i32 = 1;
pub const PATRON_LEVEL_COLLABORATIVE: i32 = 2;
pub const PATRON_LEVEL_STRATEGIC: i32 = 3;
pub const PATRON_LEVEL_LIMITED_COLLABORATION: i32 = 4;
pub const PATRON_LEVEL_UNDETERMINED: i32 = 5;
pub const PATRON_EXPOSED_NONE: i32 = 0;
pub const PATRON_EXPOSED_US: i32 = 1;
pub const PATRON_EXPOSED_THEM: i32 = 2;
pub const PATRON_SEVERITY_NONE: i32 = 0;
pub const PATRON_SEVERITY_LOW: i32 = 1;
pub const PATRON_SEVERITY_MEDIUM: i32 = 2;
pub const PATRON_SEVERITY_HIGH: i32 = 3;
pub const PATRON_SEVERITY_CRITICAL: i32 = 4;
pub const PATRON_SIDE_RULE_MIN: i32 = 0;
pub const PATRON_SIDE_RULE_MEAN: i32 = 1;
pub const PATRON_SIDE_RULE_GEOMETRIC: i32 = 2;
pub const PATRON_RELATIONSHIP_NEAR_LIMITED: i32 = 1;
pub const PATRON_RELATIONSHIP_ASYMMETRIC: i32 = 2;
pub const PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING: i32 = 4;
pub const PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED: i32 = 8;
pub const PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING: i32 = 16;
pub const PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED: i32 = 32;
pub const PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT: i32 = 64;
pub const PATRON_RELATIONSHIP_MISSING_OUR_TRUST: i32 = 128;
pub const PATRON_RELATIONSHIP_MISSING_THEIR_COMMITMENT: i32 = 256;
pub const PATRON_RELATIONSHIP_MISSING_THEIR_TRUST: i32 = 512;
pub const PATRON_STABILITY_ORDER: i32 = 0;
pub const PATRON_STABILITY_TOP: i32 = 1;
pub const PATRON_STABILITY_RANK: i32 = 2;
pub const PATRON_STABILITY_BOUND: i32 = 3;

#[repr(C)]
pub struct patron_context {
    _private: [u8; 0],
}
#[repr(C)]
pub struct patron_table {
    _private: [u8; 0],
}
#[repr(C)]
pub struct patron_policy {
    _private: [u8; 0],
}
#[repr(C)]
pub struct patron_portfolio {
    _private: [u8; 0],
}
#[repr(C)]
pub struct patron_model {
    _private: [u8; 0],
}
#[repr(C)]
pub struct patron_assessment {
    _private: [u8; 0],
}
#[repr(C)]
pub struct patron_fitting {
    _private: [u8; 0],
}
#[repr(C)]
pub struct patron_pareto_state {
    _private: [u8; 0],
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_allocator {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: *mut c_void,
    pub allocate: Option<unsafe extern "C" fn(*mut c_void, u64) -> *mut c_void>,
    pub reallocate: Option<unsafe extern "C" fn(*mut c_void, *mut c_void, u64, u64) -> *mut c_void>,
    pub release: Option<unsafe extern "C" fn(*mut c_void, *mut c_void, u64)>,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_context_options {
    pub struct_size: u32,
    pub flags: u32,
    pub allocator: *const patron_allocator,
    pub memory_limit: u64,
    pub max_threads: i32,
    pub reserved: i32,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ArrowSchema {
    pub format: *const c_char,
    pub name: *const c_char,
    pub metadata: *const c_char,
    pub flags: i64,
    pub n_children: i64,
    pub children: *mut *mut ArrowSchema,
    pub dictionary: *mut ArrowSchema,
    pub release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    pub private_data: *mut c_void,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ArrowArray {
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub n_buffers: i64,
    pub n_children: i64,
    pub buffers: *mut *const c_void,
    pub children: *mut *mut ArrowArray,
    pub dictionary: *mut ArrowArray,
    pub release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    pub private_data: *mut c_void,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ArrowArrayStream {
    pub get_schema: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowSchema) -> i32>,
    pub get_next: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowArray) -> i32>,
    pub get_last_error: Option<unsafe extern "C" fn(*mut ArrowArrayStream) -> *const c_char>,
    pub release: Option<unsafe extern "C" fn(*mut ArrowArrayStream)>,
    pub private_data: *mut c_void,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_weighting {
    pub struct_size: u32,
    pub abi_version: u32,
    pub name: *const c_char,
    pub weigh: Option<unsafe extern "C" fn(*mut c_void, *const patron_table, *const patron_table, *const patron_table, i64, *mut f64) -> i32>,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_normaliser {
    pub struct_size: u32,
    pub abi_version: u32,
    pub name: *const c_char,
    pub fit: Option<unsafe extern "C" fn(*mut c_void, *const f64, i64, i32, *mut f64, *mut f64, *mut i32) -> i32>,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_ahp_consistency {
    pub struct_size: u32,
    pub warnings: u32,
    pub lambda_max: f64,
    pub index: f64,
    pub ratio: f64,
    pub geometric_index: f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_value_statistics {
    pub struct_size: u32,
    pub reserved: u32,
    pub count: i64,
    pub low: f64,
    pub high: f64,
    pub mean: f64,
    pub deviation: f64,
    pub sum: f64,
    pub norm: f64,
    pub reciprocal_sum: f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_topsis_columns {
    pub struct_size: u32,
    pub reserved: u32,
    pub score: *mut f64,
    pub distance_best: *mut f64,
    pub distance_worst: *mut f64,
    pub coverage: *mut f64,
    pub validity: *mut u8,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_vikor_columns {
    pub struct_size: u32,
    pub reserved: u32,
    pub utility: *mut f64,
    pub regret: *mut f64,
    pub compromise: *mut f64,
    pub coverage: *mut f64,
    pub validity: *mut u8,
    pub bounds: *mut f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_promethee_preferences {
    pub struct_size: u32,
    pub reserved: u32,
    pub r#type: *const i32,
    pub indifference: *const f64,
    pub strict: *const f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_promethee_columns {
    pub struct_size: u32,
    pub reserved: u32,
    pub plus: *mut f64,
    pub minus: *mut f64,
    pub net: *mut f64,
    pub coverage: *mut f64,
    pub validity: *mut u8,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_concentration {
    pub struct_size: u32,
    pub flags: u32,
    pub gini_positive: f64,
    pub gini_clip0: f64,
    pub peak_over_net: f64,
    pub peak_i64: i64,
    pub net_i64: i64,
    pub erosion_i64: i64,
    pub peak_f64: f64,
    pub net_f64: f64,
    pub erosion_f64: f64,
    pub peak_rank: i64,
    pub n: i64,
    pub n_negative: i64,
    pub break_even_rank: i64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_top_share {
    pub struct_size: u32,
    pub flags: u32,
    pub n: i64,
    pub count: i64,
    pub sum_i64: i64,
    pub sum_f64: f64,
    pub share_of_positive: f64,
    pub share_of_net: f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_pareto_result {
    pub struct_size: u32,
    pub outcome: i32,
    pub cutoff_i64: i64,
    pub cutoff_f64: f64,
    pub total_i64: i64,
    pub total_f64: f64,
    pub n: i64,
    pub n_positive: i64,
    pub n_inside: i64,
    pub n_minimum: i64,
    pub total_net_i64: i64,
    pub total_net_f64: f64,
    pub sum_inside_i64: i64,
    pub sum_inside_f64: f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_pareto_groups {
    pub struct_size: u32,
    pub reserved: u32,
    pub outcome: *mut i8,
    pub n: *mut i64,
    pub n_positive: *mut i64,
    pub total_i64: *mut i64,
    pub total_f64: *mut f64,
    pub cutoff_i64: *mut i64,
    pub cutoff_f64: *mut f64,
    pub n_inside: *mut i64,
    pub n_minimum: *mut i64,
    pub total_net_i64: *mut i64,
    pub total_net_f64: *mut f64,
    pub sum_inside_i64: *mut i64,
    pub sum_inside_f64: *mut f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_relationship_rule {
    pub struct_size: u32,
    pub side_rule: i32,
    pub bands: [f64; 3],
    pub severity: [f64; 4],
    pub high: f64,
    pub gap: f64,
    pub imbalance: f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_relationship_result {
    pub struct_size: u32,
    pub level: i32,
    pub base_level: i32,
    pub repaired_level: i32,
    pub exposed: i32,
    pub severity: i32,
    pub flags: u32,
    pub known: u32,
    pub side_us: f64,
    pub side_them: f64,
    pub mutual: f64,
    pub gap: f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_relationship_columns {
    pub struct_size: u32,
    pub reserved: u32,
    pub level: *mut i8,
    pub base_level: *mut i8,
    pub repaired_level: *mut i8,
    pub exposed: *mut i8,
    pub severity: *mut i8,
    pub flags: *mut u32,
    pub side_us: *mut f64,
    pub side_them: *mut f64,
    pub mutual: *mut f64,
    pub gap: *mut f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_stability {
    pub struct_size: u32,
    pub reserved: u32,
    pub current: f64,
    pub low: f64,
    pub high: f64,
    pub low_pair: [i64; 2],
    pub high_pair: [i64; 2],
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_acceptability_samples {
    pub struct_size: u32,
    pub reserved: u32,
    pub count: i64,
    pub seed: i64,
    pub weights: *const f64,
    pub ranks: *const f64,
    pub values: *const f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct patron_acceptability_columns {
    pub struct_size: u32,
    pub reserved: u32,
    pub tiers: *mut f64,
    pub central_weights: *mut f64,
    pub confidence: *mut f64,
    pub central_validity: *mut u8,
    pub pairwise: *mut f64,
}

#[link(name = "patron")]
extern "C" {
    pub fn patron_status_name(status: i32) -> *const c_char;
    pub fn patron_status_message(status: i32) -> *const c_char;
    pub fn patron_version_number() -> u32;
    pub fn patron_version_string() -> *const c_char;
    pub fn patron_abi_version() -> u32;
    pub fn patron_feature_supported(name: *const c_char) -> i32;
    pub fn patron_context_create(options: *const patron_context_options, out: *mut *mut patron_context) -> i32;
    pub fn patron_context_destroy(context: *mut patron_context);
    pub fn patron_context_set_i64(context: *mut patron_context, key: *const c_char, value: i64) -> i32;
    pub fn patron_context_error(context: *const patron_context, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_context_error_part(context: *const patron_context, part: *const c_char, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_context_memory_used(context: *const patron_context) -> u64;
    pub fn patron_context_memory_peak(context: *const patron_context) -> u64;
    pub fn patron_context_set_progress(context: *mut patron_context, progress: Option<unsafe extern "C" fn(*mut c_void, *const c_char, i64, i64) -> i32>, user: *mut c_void) -> i32;
    pub fn patron_context_cancel(context: *mut patron_context);
    pub fn patron_currency_exponent(code: *const c_char, out: *mut i32) -> i32;
    pub fn patron_money_parse(text: *const c_char, len: i64, exponent: i32, out: *mut i64) -> i32;
    pub fn patron_money_format(value: i64, exponent: i32, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_date_parse(text: *const c_char, len: i64, out: *mut i32) -> i32;
    pub fn patron_date_format(days: i32, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_number_parse(text: *const c_char, len: i64, out: *mut f64) -> i32;
    pub fn patron_number_format(value: f64, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_bitmap_pack(bytes: *const u8, n: i64, bitmap: *mut u8) -> i32;
    pub fn patron_bitmap_unpack(bitmap: *const u8, n: i64, bytes: *mut u8) -> i32;
    pub fn patron_table_create(context: *mut patron_context, name: *const c_char, rows: i64, out: *mut *mut patron_table) -> i32;
    pub fn patron_table_destroy(table: *mut patron_table);
    pub fn patron_table_add_f64(table: *mut patron_table, column: *const c_char, r#type: i32, values: *const f64, validity: *const u8) -> i32;
    pub fn patron_table_add_i64(table: *mut patron_table, column: *const c_char, r#type: i32, values: *const i64, validity: *const u8) -> i32;
    pub fn patron_table_add_i32(table: *mut patron_table, column: *const c_char, r#type: i32, values: *const i32, validity: *const u8) -> i32;
    pub fn patron_table_add_code(table: *mut patron_table, column: *const c_char, codes: *const i32, validity: *const u8, names: *const *const c_char, name_count: i32) -> i32;
    pub fn patron_table_add_text(table: *mut patron_table, column: *const c_char, offsets: *const i64, bytes: *const c_char, validity: *const u8) -> i32;
    pub fn patron_table_add_strings(table: *mut patron_table, column: *const c_char, values: *const *const c_char) -> i32;
    pub fn patron_table_borrow_f64(table: *mut patron_table, column: *const c_char, r#type: i32, values: *const f64, validity: *const u8, release: Option<unsafe extern "C" fn(*mut c_void)>, user: *mut c_void) -> i32;
    pub fn patron_table_borrow_i64(table: *mut patron_table, column: *const c_char, r#type: i32, values: *const i64, validity: *const u8, release: Option<unsafe extern "C" fn(*mut c_void)>, user: *mut c_void) -> i32;
    pub fn patron_table_borrow_i32(table: *mut patron_table, column: *const c_char, r#type: i32, values: *const i32, validity: *const u8, release: Option<unsafe extern "C" fn(*mut c_void)>, user: *mut c_void) -> i32;
    pub fn patron_table_borrow_text(table: *mut patron_table, column: *const c_char, offsets: *const i64, bytes: *const c_char, validity: *const u8, release: Option<unsafe extern "C" fn(*mut c_void)>, user: *mut c_void) -> i32;
    pub fn patron_table_append(table: *mut patron_table, rows: *const patron_table) -> i32;
    pub fn patron_table_name(table: *const patron_table, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_table_rows(table: *const patron_table, out: *mut i64) -> i32;
    pub fn patron_table_columns(table: *const patron_table, out: *mut i64) -> i32;
    pub fn patron_table_column_name(table: *const patron_table, column: i64, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_table_column_type(table: *const patron_table, column: i64, out: *mut i32) -> i32;
    pub fn patron_table_find_column(table: *const patron_table, name: *const c_char, out: *mut i64) -> i32;
    pub fn patron_table_code_count(table: *const patron_table, column: i64, out: *mut i32) -> i32;
    pub fn patron_table_code_name(table: *const patron_table, column: i64, code: i32, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_table_read_f64(table: *const patron_table, column: i64, first: i64, count: i64, out: *mut f64, validity_out: *mut u8) -> i32;
    pub fn patron_table_read_i64(table: *const patron_table, column: i64, first: i64, count: i64, out: *mut i64, validity_out: *mut u8) -> i32;
    pub fn patron_table_read_i32(table: *const patron_table, column: i64, first: i64, count: i64, out: *mut i32, validity_out: *mut u8) -> i32;
    pub fn patron_table_read_text(table: *const patron_table, column: i64, first: i64, count: i64, offsets: *mut i64, bytes: *mut c_char, cap: i64, needed: *mut i64, validity_out: *mut u8) -> i32;
    pub fn patron_table_view_f64(table: *const patron_table, column: i64, values: *mut *const f64, validity: *mut *const u8) -> i32;
    pub fn patron_table_view_i64(table: *const patron_table, column: i64, values: *mut *const i64, validity: *mut *const u8) -> i32;
    pub fn patron_table_view_i32(table: *const patron_table, column: i64, values: *mut *const i32, validity: *mut *const u8) -> i32;
    pub fn patron_table_view_text(table: *const patron_table, column: i64, offsets: *mut *const i64, bytes: *mut *const c_char, validity: *mut *const u8) -> i32;
    pub fn patron_schema(context: *mut patron_context, name: *const c_char, out: *mut *mut patron_table) -> i32;
    pub fn patron_code_name(column: *const c_char, code: i32) -> *const c_char;
    pub fn patron_table_import_arrow(context: *mut patron_context, name: *const c_char, schema: *mut ArrowSchema, array: *mut ArrowArray, out: *mut *mut patron_table) -> i32;
    pub fn patron_table_import_arrow_stream(context: *mut patron_context, name: *const c_char, stream: *mut ArrowArrayStream, out: *mut *mut patron_table) -> i32;
    pub fn patron_table_export_arrow(table: *const patron_table, flags: u32, schema: *mut ArrowSchema, array: *mut ArrowArray) -> i32;
    pub fn patron_policy_create(context: *mut patron_context, preset: *const c_char, out: *mut *mut patron_policy) -> i32;
    pub fn patron_policy_destroy(policy: *mut patron_policy);
    pub fn patron_policy_put(policy: *mut patron_policy, table: *mut patron_table) -> i32;
    pub fn patron_policy_table(policy: *const patron_policy, name: *const c_char, out: *mut *mut patron_table) -> i32;
    pub fn patron_policy_set(policy: *mut patron_policy, key: *const c_char, value: *const c_char) -> i32;
    pub fn patron_policy_get(policy: *const patron_policy, key: *const c_char, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_policy_set_weight(policy: *mut patron_policy, scorecard: *const c_char, criterion: *const c_char, weight: f64) -> i32;
    pub fn patron_policy_check(policy: *const patron_policy, problems: *mut *mut patron_table) -> i32;
    pub fn patron_policy_register_weighting(policy: *mut patron_policy, vtable: *const patron_weighting, user: *mut c_void, destroy: Option<unsafe extern "C" fn(*mut c_void)>) -> i32;
    pub fn patron_policy_register_normaliser(policy: *mut patron_policy, vtable: *const patron_normaliser, user: *mut c_void, destroy: Option<unsafe extern "C" fn(*mut c_void)>) -> i32;
    pub fn patron_portfolio_create(context: *mut patron_context, currency: *const c_char, out: *mut *mut patron_portfolio) -> i32;
    pub fn patron_portfolio_destroy(portfolio: *mut patron_portfolio);
    pub fn patron_portfolio_put(portfolio: *mut patron_portfolio, table: *mut patron_table) -> i32;
    pub fn patron_portfolio_table(portfolio: *const patron_portfolio, name: *const c_char, out: *mut *mut patron_table) -> i32;
    pub fn patron_portfolio_declare(portfolio: *mut patron_portfolio, column: *const c_char, r#type: i32) -> i32;
    pub fn patron_portfolio_add_customer(portfolio: *mut patron_portfolio, id: *const c_char, len: i64, out: *mut u64) -> i32;
    pub fn patron_portfolio_add_customer_i64(portfolio: *mut patron_portfolio, id: i64, out: *mut u64) -> i32;
    pub fn patron_portfolio_find_customer(portfolio: *const patron_portfolio, id: *const c_char, len: i64, out: *mut u64) -> i32;
    pub fn patron_portfolio_find_customer_i64(portfolio: *const patron_portfolio, id: i64, out: *mut u64) -> i32;
    pub fn patron_portfolio_customer_at(portfolio: *const patron_portfolio, row: i64, out: *mut u64) -> i32;
    pub fn patron_customer_row(portfolio: *const patron_portfolio, customer: u64, row: *mut i64) -> i32;
    pub fn patron_customer_set_money(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char, value: i64) -> i32;
    pub fn patron_customer_set_number(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char, value: f64) -> i32;
    pub fn patron_customer_set_integer(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char, value: i64) -> i32;
    pub fn patron_customer_set_date(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char, days: i32) -> i32;
    pub fn patron_customer_set_flag(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char, value: i32) -> i32;
    pub fn patron_customer_set_text(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char, text: *const c_char, len: i64) -> i32;
    pub fn patron_customer_set_code(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char, name: *const c_char) -> i32;
    pub fn patron_customer_set_unknown(portfolio: *mut patron_portfolio, customer: u64, column: *const c_char) -> i32;
    pub fn patron_fit(portfolio: *const patron_portfolio, policy: *const patron_policy, out: *mut *mut patron_model) -> i32;
    pub fn patron_apply(model: *const patron_model, portfolio: *const patron_portfolio, out: *mut *mut patron_assessment) -> i32;
    pub fn patron_assess(portfolio: *const patron_portfolio, policy: *const patron_policy, out: *mut *mut patron_assessment) -> i32;
    pub fn patron_robustness(portfolio: *const patron_portfolio, policy: *const patron_policy, out: *mut *mut patron_assessment) -> i32;
    pub fn patron_model_save(model: *const patron_model, buf: *mut c_void, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_model_load(context: *mut patron_context, bytes: *const c_void, len: i64, out: *mut *mut patron_model) -> i32;
    pub fn patron_model_table(model: *const patron_model, name: *const c_char, out: *mut *mut patron_table) -> i32;
    pub fn patron_model_destroy(model: *mut patron_model);
    pub fn patron_assessment_destroy(assessment: *mut patron_assessment);
    pub fn patron_assessment_table(assessment: *const patron_assessment, name: *const c_char, out: *mut *mut patron_table) -> i32;
    pub fn patron_assessment_find_customer(assessment: *const patron_assessment, id: *const c_char, len: i64, out: *mut u64) -> i32;
    pub fn patron_assessment_find_customer_i64(assessment: *const patron_assessment, id: i64, out: *mut u64) -> i32;
    pub fn patron_assessment_customer_at(assessment: *const patron_assessment, row: i64, out: *mut u64) -> i32;
    pub fn patron_assessment_customer_row(assessment: *const patron_assessment, customer: u64, row: *mut i64) -> i32;
    pub fn patron_assessment_number(assessment: *const patron_assessment, customer: u64, column: *const c_char, out: *mut f64) -> i32;
    pub fn patron_assessment_money(assessment: *const patron_assessment, customer: u64, column: *const c_char, out: *mut i64) -> i32;
    pub fn patron_assessment_integer(assessment: *const patron_assessment, customer: u64, column: *const c_char, out: *mut i64) -> i32;
    pub fn patron_assessment_flag(assessment: *const patron_assessment, customer: u64, column: *const c_char, out: *mut i32) -> i32;
    pub fn patron_assessment_date(assessment: *const patron_assessment, customer: u64, column: *const c_char, out: *mut i32) -> i32;
    pub fn patron_assessment_code(assessment: *const patron_assessment, customer: u64, column: *const c_char, out: *mut i32) -> i32;
    pub fn patron_assessment_text(assessment: *const patron_assessment, customer: u64, column: *const c_char, buf: *mut c_char, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_assessment_explain(assessment: *const patron_assessment, customer: u64, out: *mut *mut patron_table) -> i32;
    pub fn patron_changes(context: *mut patron_context, before: *const patron_table, after: *const patron_assessment, out: *mut *mut patron_table) -> i32;
    pub fn patron_compare(context: *mut patron_context, before: *const patron_table, after: *const patron_assessment, out: *mut *mut patron_assessment) -> i32;
    pub fn patron_fitting_create(context: *mut patron_context, policy: *const patron_policy, plan: *const c_void, len: i64, out: *mut *mut patron_fitting) -> i32;
    pub fn patron_fitting_destroy(fitting: *mut patron_fitting);
    pub fn patron_fitting_accumulate(fitting: *mut patron_fitting, portfolio: *const patron_portfolio) -> i32;
    pub fn patron_fitting_merge(into: *mut patron_fitting, from: *const patron_fitting) -> i32;
    pub fn patron_fitting_save(fitting: *const patron_fitting, buf: *mut c_void, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_fitting_load(context: *mut patron_context, policy: *const patron_policy, bytes: *const c_void, len: i64, out: *mut *mut patron_fitting) -> i32;
    pub fn patron_fitting_next(fitting: *const patron_fitting, plan: *mut c_void, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_fitting_model(fitting: *const patron_fitting, out: *mut *mut patron_model) -> i32;
    pub fn patron_weights_direct(raw: *const f64, n: i32, weights: *mut f64) -> i32;
    pub fn patron_weights_equal(n: i32, weights: *mut f64) -> i32;
    pub fn patron_weights_rank(method: i32, ranks: *const f64, n: i32, weights: *mut f64) -> i32;
    pub fn patron_random_index(table: i32, n: i32, out: *mut f64) -> i32;
    pub fn patron_weights_ahp(matrix: *const f64, n: i32, method: i32, random_index: i32, tolerance: f64, scratch: *const patron_allocator, weights: *mut f64, consistency: *mut patron_ahp_consistency) -> i32;
    pub fn patron_weights_best_worst(best_to_others: *const f64, others_to_worst: *const f64, n: i32, best: i32, worst: i32, scratch: *const patron_allocator, weights: *mut f64, xi: *mut f64, consistency_ratio: *mut f64) -> i32;
    pub fn patron_weights_entropy(columns: *const *const f64, validity: *const *const u8, directions: *const i32, rows: i64, n: i32, scratch: *const patron_allocator, weights: *mut f64, warnings: *mut u32) -> i32;
    pub fn patron_weights_critic(columns: *const *const f64, validity: *const *const u8, directions: *const i32, rows: i64, n: i32, correlation: i32, scratch: *const patron_allocator, weights: *mut f64, warnings: *mut u32) -> i32;
    pub fn patron_weights_deviation(columns: *const *const f64, validity: *const *const u8, directions: *const i32, rows: i64, n: i32, scratch: *const patron_allocator, weights: *mut f64, warnings: *mut u32) -> i32;
    pub fn patron_normalise_linear(values: *const f64, validity: *const u8, n: i64, low: f64, high: f64, direction: i32, out: *mut f64) -> i32;
    pub fn patron_normalise_target(values: *const f64, validity: *const u8, n: i64, low: f64, target_low: f64, target_high: f64, high: f64, out: *mut f64) -> i32;
    pub fn patron_normalise_points(values: *const f64, validity: *const u8, n: i64, from: *const f64, score: *const f64, points: i32, out: *mut f64) -> i32;
    pub fn patron_normalise_percent_rank(values: *const f64, validity: *const u8, n: i64, direction: i32, scratch: *const patron_allocator, out: *mut f64) -> i32;
    pub fn patron_percent_rank_points(values: *const f64, validity: *const u8, n: i64, capacity: i32, direction: i32, scratch: *const patron_allocator, from_out: *mut f64, score_out: *mut f64, points_out: *mut i32) -> i32;
    pub fn patron_value_range(values: *const f64, validity: *const u8, n: i64, low: *mut f64, high: *mut f64) -> i32;
    pub fn patron_value_statistics_of(values: *const f64, validity: *const u8, n: i64, out: *mut patron_value_statistics) -> i32;
    pub fn patron_normalise_statistics(values: *const f64, validity: *const u8, n: i64, normaliser: i32, statistics: *const patron_value_statistics, direction: i32, out: *mut f64) -> i32;
    pub fn patron_transform_log1p(values: *const f64, validity: *const u8, n: i64, out: *mut f64) -> i32;
    pub fn patron_aggregate_weighted_sum(columns: *const *const f64, validity: *const *const u8, weights: *const f64, rows: i64, n: i32, missing: i32, score: *mut f64, coverage: *mut f64, validity_out: *mut u8) -> i32;
    pub fn patron_aggregate_weighted_product(columns: *const *const f64, validity: *const *const u8, weights: *const f64, rows: i64, n: i32, missing: i32, floor: f64, scratch: *const patron_allocator, score: *mut f64, coverage: *mut f64, validity_out: *mut u8) -> i32;
    pub fn patron_rank(scores: *const f64, validity: *const u8, n: i64, scratch: *const patron_allocator, ranks: *mut i64) -> i32;
    pub fn patron_aggregate_topsis(columns: *const *const f64, validity: *const *const u8, weights: *const f64, rows: i64, n: i32, missing: i32, best: *const f64, worst: *const f64, scratch: *const patron_allocator, out: *const patron_topsis_columns, warnings: *mut u32) -> i32;
    pub fn patron_aggregate_vikor(columns: *const *const f64, validity: *const *const u8, weights: *const f64, rows: i64, n: i32, missing: i32, v: f64, best: *const f64, worst: *const f64, bounds: *const f64, scratch: *const patron_allocator, out: *const patron_vikor_columns, warnings: *mut u32) -> i32;
    pub fn patron_vikor_compromise(utility: *const f64, regret: *const f64, compromise: *const f64, rows: i64, advantage: *mut i32, stability: *mut i32, members: *mut u8) -> i32;
    pub fn patron_aggregate_promethee(columns: *const *const f64, validity: *const *const u8, directions: *const i32, weights: *const f64, preferences: *const patron_promethee_preferences, rows: i64, n: i32, missing: i32, scratch: *const patron_allocator, out: *const patron_promethee_columns, warnings: *mut u32) -> i32;
    pub fn patron_concentration_i64(values: *const i64, validity: *const u8, n: i64, scratch: *const patron_allocator, out: *mut patron_concentration) -> i32;
    pub fn patron_concentration_f64(values: *const f64, validity: *const u8, n: i64, scratch: *const patron_allocator, out: *mut patron_concentration) -> i32;
    pub fn patron_top_share_i64(values: *const i64, validity: *const u8, n: i64, share_ppm: i64, scratch: *const patron_allocator, out: *mut patron_top_share) -> i32;
    pub fn patron_top_share_f64(values: *const f64, validity: *const u8, n: i64, share_ppm: i64, scratch: *const patron_allocator, out: *mut patron_top_share) -> i32;
    pub fn patron_lorenz_points_i64(values: *const i64, validity: *const u8, n: i64, base: i32, points: i64, scratch: *const patron_allocator, population_out: *mut f64, share_out: *mut f64) -> i32;
    pub fn patron_lorenz_points_f64(values: *const f64, validity: *const u8, n: i64, base: i32, points: i64, scratch: *const patron_allocator, population_out: *mut f64, share_out: *mut f64) -> i32;
    pub fn patron_whale_points_i64(values: *const i64, validity: *const u8, n: i64, points: i64, scratch: *const patron_allocator, rank_out: *mut i64, sum_out: *mut i64) -> i32;
    pub fn patron_whale_points_f64(values: *const f64, validity: *const u8, n: i64, points: i64, scratch: *const patron_allocator, rank_out: *mut i64, sum_out: *mut f64) -> i32;
    pub fn patron_matrix_bands(scores: *const f64, validity: *const u8, n: i64, bounds: *const f64, count: i32, bands: *mut i8) -> i32;
    pub fn patron_matrix_cell(bands: i32, attractiveness: i32, winnability: i32, intent: *mut i32, approach: *mut i32) -> i32;
    pub fn patron_natural_breaks_f64(values: *const f64, validity: *const u8, n: i64, k: i32, scratch: *const patron_allocator, breaks_out: *mut f64, sizes_out: *mut i64, within_out: *mut f64) -> i32;
    pub fn patron_pareto_cutoff_i64(values: *const i64, validity: *const u8, n: i64, share_ppm: i64, scratch: *const patron_allocator, out: *mut patron_pareto_result) -> i32;
    pub fn patron_pareto_cutoff_f64(values: *const f64, validity: *const u8, n: i64, share_ppm: i64, scratch: *const patron_allocator, out: *mut patron_pareto_result) -> i32;
    pub fn patron_pareto_classes_i64(values: *const i64, validity: *const u8, groups: *const i32, n: i64, ngroups: i32, cuts_ppm: *const i64, ncuts: i32, scratch: *const patron_allocator, class_out: *mut i8, groups_out: *const patron_pareto_groups) -> i32;
    pub fn patron_pareto_classes_f64(values: *const f64, validity: *const u8, groups: *const i32, n: i64, ngroups: i32, cuts_ppm: *const i64, ncuts: i32, scratch: *const patron_allocator, class_out: *mut i8, groups_out: *const patron_pareto_groups) -> i32;
    pub fn patron_pareto_state_create(allocator: *const patron_allocator, kind: i32, plan: *const c_void, len: i64, out: *mut *mut patron_pareto_state) -> i32;
    pub fn patron_pareto_state_destroy(state: *mut patron_pareto_state);
    pub fn patron_pareto_state_accumulate_i64(state: *mut patron_pareto_state, values: *const i64, validity: *const u8, n: i64) -> i32;
    pub fn patron_pareto_state_accumulate_f64(state: *mut patron_pareto_state, values: *const f64, validity: *const u8, n: i64) -> i32;
    pub fn patron_pareto_state_merge(into: *mut patron_pareto_state, from: *const patron_pareto_state) -> i32;
    pub fn patron_pareto_state_save(state: *const patron_pareto_state, buf: *mut c_void, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_pareto_state_load(allocator: *const patron_allocator, bytes: *const c_void, len: i64, out: *mut *mut patron_pareto_state) -> i32;
    pub fn patron_pareto_state_next(state: *const patron_pareto_state, cuts_ppm: *const i64, ncuts: i32, plan: *mut c_void, cap: i64, needed: *mut i64) -> i32;
    pub fn patron_pareto_plan_result(plan: *const c_void, len: i64, cut: i32, out: *mut patron_pareto_result) -> i32;
    pub fn patron_relationship_rule_default(out: *mut patron_relationship_rule) -> i32;
    pub fn patron_relationship_rule_check(rule: *const patron_relationship_rule) -> i32;
    pub fn patron_relationship_classify(rule: *const patron_relationship_rule, values: *const f64, unknown_mask: u32, out: *mut patron_relationship_result) -> i32;
    pub fn patron_relationship_classify_batch(rule: *const patron_relationship_rule, values: *const *const f64, validity: *const *const u8, n: i64, out: *const patron_relationship_columns) -> i32;
    pub fn patron_rank_correlation(x: *const f64, x_validity: *const u8, y: *const f64, y_validity: *const u8, n: i64, scratch: *const patron_allocator, tau_b: *mut f64, rho: *mut f64) -> i32;
    pub fn patron_weight_stability(columns: *const *const f64, validity: *const *const u8, weights: *const f64, rows: i64, n: i32, criterion: i32, preserve: i32, which: i64, bound: f64, scratch: *const patron_allocator, out: *mut patron_stability) -> i32;
    pub fn patron_sample_weights(seed: i64, first: i64, count: i64, n: i32, ranks: *const f64, weights: *mut f64) -> i32;
    pub fn patron_acceptability(columns: *const *const f64, validity: *const *const u8, rows: i64, n: i32, samples: *const patron_acceptability_samples, bounds: *const i64, tiers: i32, scratch: *const patron_allocator, out: *const patron_acceptability_columns) -> i32;
}
