// What the headers of libpatron declare. Made by doc/api.py; a test holds it to the headers.
import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

public interface PatronC extends Library {
  int PATRON_OK = 0;
  int PATRON_UNKNOWN = 1;
  int PATRON_E_INVALID_ARGUMENT = -10;
  int PATRON_E_STATE = -12;
  int PATRON_E_NO_MEMORY = -20;
  int PATRON_E_MEMORY_LIMIT = -22;
  int PATRON_E_BUFFER_TOO_SMALL = -30;
  int PATRON_E_NOT_FOUND = -40;
  int PATRON_E_TYPE = -42;
  int PATRON_E_NOT_FINITE = -44;
  int PATRON_E_RANGE = -46;
  int PATRON_E_DUPLICATE = -48;
  int PATRON_E_STALE = -50;
  int PATRON_E_CANCELLED = -60;
  int PATRON_E_CALLBACK = -62;
  int PATRON_E_ABI = -70;
  int PATRON_E_FORMAT = -80;
  int PATRON_E_IO = -82;
  int PATRON_E_INTERNAL = -90;
  int PATRON_ABI = 1;
  int PATRON_MONEY = 1;
  int PATRON_NUMBER = 2;
  int PATRON_INTEGER = 3;
  int PATRON_DATE = 4;
  int PATRON_TEXT = 5;
  int PATRON_CODE = 6;
  int PATRON_FLAG = 7;
  int PATRON_ARROW_DECIMAL = 1;
  int PATRON_WEIGHTING_DIRECT = 0;
  int PATRON_WEIGHTING_EQUAL = 1;
  int PATRON_WEIGHTING_RANK_ORDER_CENTROID = 2;
  int PATRON_WEIGHTING_RANK_SUM = 3;
  int PATRON_WEIGHTING_RANK_RECIPROCAL = 4;
  int PATRON_WEIGHTING_AHP = 5;
  int PATRON_WEIGHTING_AHP_GEOMETRIC = 6;
  int PATRON_WEIGHTING_BEST_WORST = 7;
  int PATRON_WEIGHTING_ENTROPY = 8;
  int PATRON_WEIGHTING_CRITIC = 9;
  int PATRON_WEIGHTING_DEVIATION = 10;
  int PATRON_DIRECTION_HIGHER = 0;
  int PATRON_DIRECTION_LOWER = 1;
  int PATRON_DIRECTION_TARGET = 2;
  int PATRON_WARNING_DEGENERATE_CRITERION = 1;
  int PATRON_WARNING_DEGENERATE_ALL = 2;
  int PATRON_WARNING_SINGLE_ALTERNATIVE = 4;
  int PATRON_WARNING_INCONSISTENT = 8;
  int PATRON_WARNING_NO_RANDOM_INDEX = 16;
  int PATRON_WARNING_NO_CONFLICT = 32;
  int PATRON_RANDOM_INDEX_ALONSO_LAMATA = 0;
  int PATRON_RANDOM_INDEX_SAATY = 1;
  int PATRON_CORRELATION_PEARSON = 0;
  int PATRON_CORRELATION_SPEARMAN = 1;
  int PATRON_NORMALISER_LINEAR = 0;
  int PATRON_NORMALISER_PIECEWISE = 1;
  int PATRON_NORMALISER_STEP = 2;
  int PATRON_NORMALISER_PERCENT_RANK = 3;
  int PATRON_NORMALISER_MINMAX = 4;
  int PATRON_NORMALISER_ZSCORE = 5;
  int PATRON_NORMALISER_VECTOR = 6;
  int PATRON_NORMALISER_MAX = 7;
  int PATRON_NORMALISER_SUM = 8;
  int PATRON_AGGREGATION_WEIGHTED_SUM = 0;
  int PATRON_AGGREGATION_WEIGHTED_PRODUCT = 1;
  int PATRON_AGGREGATION_TOPSIS = 2;
  int PATRON_AGGREGATION_VIKOR = 3;
  int PATRON_AGGREGATION_PROMETHEE = 4;
  int PATRON_MISSING_RENORMALISE = 0;
  int PATRON_MISSING_FAIL = 1;
  int PATRON_MISSING_NEUTRAL = 2;
  int PATRON_MISSING_WORST = 3;
  int PATRON_PREFERENCE_USUAL = 0;
  int PATRON_PREFERENCE_U = 1;
  int PATRON_PREFERENCE_V = 2;
  int PATRON_PREFERENCE_LEVEL = 3;
  int PATRON_PREFERENCE_LINEAR = 4;
  int PATRON_PREFERENCE_GAUSSIAN = 5;
  int PATRON_CONCENTRATION_GINI = 1;
  int PATRON_CONCENTRATION_OVER_NET = 2;
  int PATRON_LORENZ_CLIP0 = 0;
  int PATRON_LORENZ_POSITIVE = 1;
  int PATRON_BAND_LOW = 0;
  int PATRON_BAND_MEDIUM = 1;
  int PATRON_BAND_HIGH = 2;
  int PATRON_INTENT_INVEST = 0;
  int PATRON_INTENT_PROTECT = 1;
  int PATRON_INTENT_SELECTIVE = 2;
  int PATRON_INTENT_CASH = 3;
  int PATRON_INTENT_WITHDRAW = 4;
  int PATRON_APPROACH_TACTICAL = 0;
  int PATRON_APPROACH_CONSULTATIVE = 1;
  int PATRON_APPROACH_COLLABORATIVE = 2;
  int PATRON_APPROACH_STRATEGIC = 3;
  int PATRON_PARETO_OK = 0;
  int PATRON_PARETO_EMPTY = 1;
  int PATRON_PARETO_NO_POSITIVE = 2;
  int PATRON_PARETO_UNKNOWN_GROUP = 3;
  int PATRON_PARETO_I64 = 1;
  int PATRON_PARETO_F64 = 2;
  int PATRON_PARETO_NOT_POSITIVE = -1;
  int PATRON_PARETO_LEFT_OUT = -2;
  int PATRON_LEVEL_TRANSACTIONAL = 0;
  int PATRON_LEVEL_COOPERATIVE = 1;
  int PATRON_LEVEL_COLLABORATIVE = 2;
  int PATRON_LEVEL_STRATEGIC = 3;
  int PATRON_LEVEL_LIMITED_COLLABORATION = 4;
  int PATRON_LEVEL_UNDETERMINED = 5;
  int PATRON_EXPOSED_NONE = 0;
  int PATRON_EXPOSED_US = 1;
  int PATRON_EXPOSED_THEM = 2;
  int PATRON_SEVERITY_NONE = 0;
  int PATRON_SEVERITY_LOW = 1;
  int PATRON_SEVERITY_MEDIUM = 2;
  int PATRON_SEVERITY_HIGH = 3;
  int PATRON_SEVERITY_CRITICAL = 4;
  int PATRON_SIDE_RULE_MIN = 0;
  int PATRON_SIDE_RULE_MEAN = 1;
  int PATRON_SIDE_RULE_GEOMETRIC = 2;
  int PATRON_RELATIONSHIP_NEAR_LIMITED = 1;
  int PATRON_RELATIONSHIP_ASYMMETRIC = 2;
  int PATRON_RELATIONSHIP_US_COMMITTED_NOT_TRUSTING = 4;
  int PATRON_RELATIONSHIP_US_TRUSTING_NOT_COMMITTED = 8;
  int PATRON_RELATIONSHIP_THEM_COMMITTED_NOT_TRUSTING = 16;
  int PATRON_RELATIONSHIP_THEM_TRUSTING_NOT_COMMITTED = 32;
  int PATRON_RELATIONSHIP_MISSING_OUR_COMMITMENT = 64;
  int PATRON_RELATIONSHIP_MISSING_OUR_TRUST = 128;
  int PATRON_RELATIONSHIP_MISSING_THEIR_COMMITMENT = 256;
  int PATRON_RELATIONSHIP_MISSING_THEIR_TRUST = 512;
  int PATRON_STABILITY_ORDER = 0;
  int PATRON_STABILITY_TOP = 1;
  int PATRON_STABILITY_RANK = 2;
  int PATRON_STABILITY_BOUND = 3;

  interface ProgressFn extends Callback {
    int call(Pointer user, String stage, long done, long total);
  }

  interface ReleaseFn extends Callback {
    void call(Pointer user);
  }

  interface AllocatorAllocate extends Callback {
    Pointer call(Pointer user, long size);
  }

  interface AllocatorReallocate extends Callback {
    Pointer call(Pointer user, Pointer block, long old_size, long new_size);
  }

  interface AllocatorRelease extends Callback {
    void call(Pointer user, Pointer block, long size);
  }

  @Structure.FieldOrder({"struct_size", "reserved", "user", "allocate", "reallocate", "release"})
  class Allocator extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer user;
    public AllocatorAllocate allocate;
    public AllocatorReallocate reallocate;
    public AllocatorRelease release;

    public Allocator() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "flags", "allocator", "memory_limit", "max_threads", "reserved"})
  class ContextOptions extends Structure {
    public int struct_size;
    public int flags;
    public Pointer allocator;
    public long memory_limit;
    public int max_threads;
    public int reserved;

    public ContextOptions() { struct_size = size(); }
  }

  @Structure.FieldOrder({"format", "name", "metadata", "flags", "n_children", "children", "dictionary", "release", "private_data"})
  class ArrowSchema extends Structure {
    public Pointer format;
    public Pointer name;
    public Pointer metadata;
    public long flags;
    public long n_children;
    public Pointer children;
    public Pointer dictionary;
    public Pointer release;
    public Pointer private_data;
  }

  @Structure.FieldOrder({"length", "null_count", "offset", "n_buffers", "n_children", "buffers", "children", "dictionary", "release", "private_data"})
  class ArrowArray extends Structure {
    public long length;
    public long null_count;
    public long offset;
    public long n_buffers;
    public long n_children;
    public Pointer buffers;
    public Pointer children;
    public Pointer dictionary;
    public Pointer release;
    public Pointer private_data;
  }

  @Structure.FieldOrder({"get_schema", "get_next", "get_last_error", "release", "private_data"})
  class ArrowArrayStream extends Structure {
    public Pointer get_schema;
    public Pointer get_next;
    public Pointer get_last_error;
    public Pointer release;
    public Pointer private_data;
  }

  interface WeightingWeigh extends Callback {
    int call(Pointer user, Pointer criteria, Pointer raw, Pointer normalised, long count, Pointer weights_out);
  }

  @Structure.FieldOrder({"struct_size", "abi_version", "name", "weigh"})
  class Weighting extends Structure {
    public int struct_size;
    public int abi_version;
    public Pointer name;
    public WeightingWeigh weigh;

    public Weighting() { struct_size = size(); }
  }

  interface NormaliserFit extends Callback {
    int call(Pointer user, Pointer values, long count, int capacity, Pointer from_out, Pointer score_out, Pointer points_out);
  }

  @Structure.FieldOrder({"struct_size", "abi_version", "name", "fit"})
  class Normaliser extends Structure {
    public int struct_size;
    public int abi_version;
    public Pointer name;
    public NormaliserFit fit;

    public Normaliser() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "warnings", "lambda_max", "index", "ratio", "geometric_index"})
  class AhpConsistency extends Structure {
    public int struct_size;
    public int warnings;
    public double lambda_max;
    public double index;
    public double ratio;
    public double geometric_index;

    public AhpConsistency() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "count", "low", "high", "mean", "deviation", "sum", "norm", "reciprocal_sum"})
  class ValueStatistics extends Structure {
    public int struct_size;
    public int reserved;
    public long count;
    public double low;
    public double high;
    public double mean;
    public double deviation;
    public double sum;
    public double norm;
    public double reciprocal_sum;

    public ValueStatistics() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "score", "distance_best", "distance_worst", "coverage", "validity"})
  class TopsisColumns extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer score;
    public Pointer distance_best;
    public Pointer distance_worst;
    public Pointer coverage;
    public Pointer validity;

    public TopsisColumns() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "utility", "regret", "compromise", "coverage", "validity", "bounds"})
  class VikorColumns extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer utility;
    public Pointer regret;
    public Pointer compromise;
    public Pointer coverage;
    public Pointer validity;
    public Pointer bounds;

    public VikorColumns() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "type", "indifference", "strict"})
  class PrometheePreferences extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer type;
    public Pointer indifference;
    public Pointer strict;

    public PrometheePreferences() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "plus", "minus", "net", "coverage", "validity"})
  class PrometheeColumns extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer plus;
    public Pointer minus;
    public Pointer net;
    public Pointer coverage;
    public Pointer validity;

    public PrometheeColumns() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "flags", "gini_positive", "gini_clip0", "peak_over_net", "peak_i64", "net_i64", "erosion_i64", "peak_f64", "net_f64", "erosion_f64", "peak_rank", "n", "n_negative", "break_even_rank"})
  class Concentration extends Structure {
    public int struct_size;
    public int flags;
    public double gini_positive;
    public double gini_clip0;
    public double peak_over_net;
    public long peak_i64;
    public long net_i64;
    public long erosion_i64;
    public double peak_f64;
    public double net_f64;
    public double erosion_f64;
    public long peak_rank;
    public long n;
    public long n_negative;
    public long break_even_rank;

    public Concentration() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "flags", "n", "count", "sum_i64", "sum_f64", "share_of_positive", "share_of_net"})
  class TopShare extends Structure {
    public int struct_size;
    public int flags;
    public long n;
    public long count;
    public long sum_i64;
    public double sum_f64;
    public double share_of_positive;
    public double share_of_net;

    public TopShare() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "outcome", "cutoff_i64", "cutoff_f64", "total_i64", "total_f64", "n", "n_positive", "n_inside", "n_minimum", "total_net_i64", "total_net_f64", "sum_inside_i64", "sum_inside_f64"})
  class ParetoResult extends Structure {
    public int struct_size;
    public int outcome;
    public long cutoff_i64;
    public double cutoff_f64;
    public long total_i64;
    public double total_f64;
    public long n;
    public long n_positive;
    public long n_inside;
    public long n_minimum;
    public long total_net_i64;
    public double total_net_f64;
    public long sum_inside_i64;
    public double sum_inside_f64;

    public ParetoResult() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "outcome", "n", "n_positive", "total_i64", "total_f64", "cutoff_i64", "cutoff_f64", "n_inside", "n_minimum", "total_net_i64", "total_net_f64", "sum_inside_i64", "sum_inside_f64"})
  class ParetoGroups extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer outcome;
    public Pointer n;
    public Pointer n_positive;
    public Pointer total_i64;
    public Pointer total_f64;
    public Pointer cutoff_i64;
    public Pointer cutoff_f64;
    public Pointer n_inside;
    public Pointer n_minimum;
    public Pointer total_net_i64;
    public Pointer total_net_f64;
    public Pointer sum_inside_i64;
    public Pointer sum_inside_f64;

    public ParetoGroups() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "side_rule", "bands", "severity", "high", "gap", "imbalance"})
  class RelationshipRule extends Structure {
    public int struct_size;
    public int side_rule;
    public double[] bands = new double[3];
    public double[] severity = new double[4];
    public double high;
    public double gap;
    public double imbalance;

    public RelationshipRule() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "level", "base_level", "repaired_level", "exposed", "severity", "flags", "known", "side_us", "side_them", "mutual", "gap"})
  class RelationshipResult extends Structure {
    public int struct_size;
    public int level;
    public int base_level;
    public int repaired_level;
    public int exposed;
    public int severity;
    public int flags;
    public int known;
    public double side_us;
    public double side_them;
    public double mutual;
    public double gap;

    public RelationshipResult() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "level", "base_level", "repaired_level", "exposed", "severity", "flags", "side_us", "side_them", "mutual", "gap"})
  class RelationshipColumns extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer level;
    public Pointer base_level;
    public Pointer repaired_level;
    public Pointer exposed;
    public Pointer severity;
    public Pointer flags;
    public Pointer side_us;
    public Pointer side_them;
    public Pointer mutual;
    public Pointer gap;

    public RelationshipColumns() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "current", "low", "high", "low_pair", "high_pair"})
  class Stability extends Structure {
    public int struct_size;
    public int reserved;
    public double current;
    public double low;
    public double high;
    public long[] low_pair = new long[2];
    public long[] high_pair = new long[2];

    public Stability() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "count", "seed", "weights", "ranks", "values"})
  class AcceptabilitySamples extends Structure {
    public int struct_size;
    public int reserved;
    public long count;
    public long seed;
    public Pointer weights;
    public Pointer ranks;
    public Pointer values;

    public AcceptabilitySamples() { struct_size = size(); }
  }

  @Structure.FieldOrder({"struct_size", "reserved", "tiers", "central_weights", "confidence", "central_validity", "pairwise"})
  class AcceptabilityColumns extends Structure {
    public int struct_size;
    public int reserved;
    public Pointer tiers;
    public Pointer central_weights;
    public Pointer confidence;
    public Pointer central_validity;
    public Pointer pairwise;

    public AcceptabilityColumns() { struct_size = size(); }
  }

  String patron_status_name(int status);
  String patron_status_message(int status);
  int patron_version_number();
  String patron_version_string();
  int patron_abi_version();
  int patron_feature_supported(String name);
  int patron_context_create(ContextOptions options, PointerByReference out);
  void patron_context_destroy(Pointer context);
  int patron_context_set_i64(Pointer context, String key, long value);
  int patron_context_error(Pointer context, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_context_error_part(Pointer context, String part, ByteBuffer buf, long cap, LongBuffer needed);
  long patron_context_memory_used(Pointer context);
  long patron_context_memory_peak(Pointer context);
  int patron_context_set_progress(Pointer context, ProgressFn progress, Pointer user);
  void patron_context_cancel(Pointer context);
  int patron_currency_exponent(String code, IntBuffer out);
  int patron_money_parse(String text, long len, int exponent, LongBuffer out);
  int patron_money_format(long value, int exponent, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_date_parse(String text, long len, IntBuffer out);
  int patron_date_format(int days, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_number_parse(String text, long len, DoubleBuffer out);
  int patron_number_format(double value, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_bitmap_pack(ByteBuffer bytes, long n, ByteBuffer bitmap);
  int patron_bitmap_unpack(ByteBuffer bitmap, long n, ByteBuffer bytes);
  int patron_table_create(Pointer context, String name, long rows, PointerByReference out);
  void patron_table_destroy(Pointer table);
  int patron_table_add_f64(Pointer table, String column, int type, DoubleBuffer values, ByteBuffer validity);
  int patron_table_add_i64(Pointer table, String column, int type, LongBuffer values, ByteBuffer validity);
  int patron_table_add_i32(Pointer table, String column, int type, IntBuffer values, ByteBuffer validity);
  int patron_table_add_code(Pointer table, String column, IntBuffer codes, ByteBuffer validity, String[] names, int name_count);
  int patron_table_add_text(Pointer table, String column, LongBuffer offsets, ByteBuffer bytes, ByteBuffer validity);
  int patron_table_add_strings(Pointer table, String column, String[] values);
  int patron_table_borrow_f64(Pointer table, String column, int type, DoubleBuffer values, ByteBuffer validity, ReleaseFn release, Pointer user);
  int patron_table_borrow_i64(Pointer table, String column, int type, LongBuffer values, ByteBuffer validity, ReleaseFn release, Pointer user);
  int patron_table_borrow_i32(Pointer table, String column, int type, IntBuffer values, ByteBuffer validity, ReleaseFn release, Pointer user);
  int patron_table_borrow_text(Pointer table, String column, LongBuffer offsets, ByteBuffer bytes, ByteBuffer validity, ReleaseFn release, Pointer user);
  int patron_table_append(Pointer table, Pointer rows);
  int patron_table_name(Pointer table, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_table_rows(Pointer table, LongBuffer out);
  int patron_table_columns(Pointer table, LongBuffer out);
  int patron_table_column_name(Pointer table, long column, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_table_column_type(Pointer table, long column, IntBuffer out);
  int patron_table_find_column(Pointer table, String name, LongBuffer out);
  int patron_table_code_count(Pointer table, long column, IntBuffer out);
  int patron_table_code_name(Pointer table, long column, int code, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_table_read_f64(Pointer table, long column, long first, long count, DoubleBuffer out, ByteBuffer validity_out);
  int patron_table_read_i64(Pointer table, long column, long first, long count, LongBuffer out, ByteBuffer validity_out);
  int patron_table_read_i32(Pointer table, long column, long first, long count, IntBuffer out, ByteBuffer validity_out);
  int patron_table_read_text(Pointer table, long column, long first, long count, LongBuffer offsets, ByteBuffer bytes, long cap, LongBuffer needed, ByteBuffer validity_out);
  int patron_table_view_f64(Pointer table, long column, PointerByReference values, PointerByReference validity);
  int patron_table_view_i64(Pointer table, long column, PointerByReference values, PointerByReference validity);
  int patron_table_view_i32(Pointer table, long column, PointerByReference values, PointerByReference validity);
  int patron_table_view_text(Pointer table, long column, PointerByReference offsets, PointerByReference bytes, PointerByReference validity);
  int patron_schema(Pointer context, String name, PointerByReference out);
  String patron_code_name(String column, int code);
  int patron_table_import_arrow(Pointer context, String name, ArrowSchema schema, ArrowArray array, PointerByReference out);
  int patron_table_import_arrow_stream(Pointer context, String name, ArrowArrayStream stream, PointerByReference out);
  int patron_table_export_arrow(Pointer table, int flags, ArrowSchema schema, ArrowArray array);
  int patron_policy_create(Pointer context, String preset, PointerByReference out);
  void patron_policy_destroy(Pointer policy);
  int patron_policy_put(Pointer policy, Pointer table);
  int patron_policy_table(Pointer policy, String name, PointerByReference out);
  int patron_policy_set(Pointer policy, String key, String value);
  int patron_policy_get(Pointer policy, String key, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_policy_set_weight(Pointer policy, String scorecard, String criterion, double weight);
  int patron_policy_check(Pointer policy, PointerByReference problems);
  int patron_policy_register_weighting(Pointer policy, Weighting vtable, Pointer user, ReleaseFn destroy);
  int patron_policy_register_normaliser(Pointer policy, Normaliser vtable, Pointer user, ReleaseFn destroy);
  int patron_portfolio_create(Pointer context, String currency, PointerByReference out);
  void patron_portfolio_destroy(Pointer portfolio);
  int patron_portfolio_put(Pointer portfolio, Pointer table);
  int patron_portfolio_table(Pointer portfolio, String name, PointerByReference out);
  int patron_portfolio_declare(Pointer portfolio, String column, int type);
  int patron_portfolio_add_customer(Pointer portfolio, String id, long len, LongBuffer out);
  int patron_portfolio_add_customer_i64(Pointer portfolio, long id, LongBuffer out);
  int patron_portfolio_find_customer(Pointer portfolio, String id, long len, LongBuffer out);
  int patron_portfolio_find_customer_i64(Pointer portfolio, long id, LongBuffer out);
  int patron_portfolio_customer_at(Pointer portfolio, long row, LongBuffer out);
  int patron_customer_row(Pointer portfolio, long customer, LongBuffer row);
  int patron_customer_set_money(Pointer portfolio, long customer, String column, long value);
  int patron_customer_set_number(Pointer portfolio, long customer, String column, double value);
  int patron_customer_set_integer(Pointer portfolio, long customer, String column, long value);
  int patron_customer_set_date(Pointer portfolio, long customer, String column, int days);
  int patron_customer_set_flag(Pointer portfolio, long customer, String column, int value);
  int patron_customer_set_text(Pointer portfolio, long customer, String column, String text, long len);
  int patron_customer_set_code(Pointer portfolio, long customer, String column, String name);
  int patron_customer_set_unknown(Pointer portfolio, long customer, String column);
  int patron_fit(Pointer portfolio, Pointer policy, PointerByReference out);
  int patron_apply(Pointer model, Pointer portfolio, PointerByReference out);
  int patron_assess(Pointer portfolio, Pointer policy, PointerByReference out);
  int patron_robustness(Pointer portfolio, Pointer policy, PointerByReference out);
  int patron_model_save(Pointer model, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_model_load(Pointer context, ByteBuffer bytes, long len, PointerByReference out);
  int patron_model_table(Pointer model, String name, PointerByReference out);
  void patron_model_destroy(Pointer model);
  void patron_assessment_destroy(Pointer assessment);
  int patron_assessment_table(Pointer assessment, String name, PointerByReference out);
  int patron_assessment_find_customer(Pointer assessment, String id, long len, LongBuffer out);
  int patron_assessment_find_customer_i64(Pointer assessment, long id, LongBuffer out);
  int patron_assessment_customer_at(Pointer assessment, long row, LongBuffer out);
  int patron_assessment_customer_row(Pointer assessment, long customer, LongBuffer row);
  int patron_assessment_number(Pointer assessment, long customer, String column, DoubleBuffer out);
  int patron_assessment_money(Pointer assessment, long customer, String column, LongBuffer out);
  int patron_assessment_integer(Pointer assessment, long customer, String column, LongBuffer out);
  int patron_assessment_flag(Pointer assessment, long customer, String column, IntBuffer out);
  int patron_assessment_date(Pointer assessment, long customer, String column, IntBuffer out);
  int patron_assessment_code(Pointer assessment, long customer, String column, IntBuffer out);
  int patron_assessment_text(Pointer assessment, long customer, String column, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_assessment_explain(Pointer assessment, long customer, PointerByReference out);
  int patron_changes(Pointer context, Pointer before, Pointer after, PointerByReference out);
  int patron_compare(Pointer context, Pointer before, Pointer after, PointerByReference out);
  int patron_fitting_create(Pointer context, Pointer policy, ByteBuffer plan, long len, PointerByReference out);
  void patron_fitting_destroy(Pointer fitting);
  int patron_fitting_accumulate(Pointer fitting, Pointer portfolio);
  int patron_fitting_merge(Pointer into, Pointer from);
  int patron_fitting_save(Pointer fitting, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_fitting_load(Pointer context, Pointer policy, ByteBuffer bytes, long len, PointerByReference out);
  int patron_fitting_next(Pointer fitting, ByteBuffer plan, long cap, LongBuffer needed);
  int patron_fitting_model(Pointer fitting, PointerByReference out);
  int patron_weights_direct(DoubleBuffer raw, int n, DoubleBuffer weights);
  int patron_weights_equal(int n, DoubleBuffer weights);
  int patron_weights_rank(int method, DoubleBuffer ranks, int n, DoubleBuffer weights);
  int patron_random_index(int table, int n, DoubleBuffer out);
  int patron_weights_ahp(DoubleBuffer matrix, int n, int method, int random_index, double tolerance, Allocator scratch, DoubleBuffer weights, AhpConsistency consistency);
  int patron_weights_best_worst(DoubleBuffer best_to_others, DoubleBuffer others_to_worst, int n, int best, int worst, Allocator scratch, DoubleBuffer weights, DoubleBuffer xi, DoubleBuffer consistency_ratio);
  int patron_weights_entropy(Pointer[] columns, Pointer[] validity, IntBuffer directions, long rows, int n, Allocator scratch, DoubleBuffer weights, IntBuffer warnings);
  int patron_weights_critic(Pointer[] columns, Pointer[] validity, IntBuffer directions, long rows, int n, int correlation, Allocator scratch, DoubleBuffer weights, IntBuffer warnings);
  int patron_weights_deviation(Pointer[] columns, Pointer[] validity, IntBuffer directions, long rows, int n, Allocator scratch, DoubleBuffer weights, IntBuffer warnings);
  int patron_normalise_linear(DoubleBuffer values, ByteBuffer validity, long n, double low, double high, int direction, DoubleBuffer out);
  int patron_normalise_target(DoubleBuffer values, ByteBuffer validity, long n, double low, double target_low, double target_high, double high, DoubleBuffer out);
  int patron_normalise_points(DoubleBuffer values, ByteBuffer validity, long n, DoubleBuffer from, DoubleBuffer score, int points, DoubleBuffer out);
  int patron_normalise_percent_rank(DoubleBuffer values, ByteBuffer validity, long n, int direction, Allocator scratch, DoubleBuffer out);
  int patron_percent_rank_points(DoubleBuffer values, ByteBuffer validity, long n, int capacity, int direction, Allocator scratch, DoubleBuffer from_out, DoubleBuffer score_out, IntBuffer points_out);
  int patron_value_range(DoubleBuffer values, ByteBuffer validity, long n, DoubleBuffer low, DoubleBuffer high);
  int patron_value_statistics_of(DoubleBuffer values, ByteBuffer validity, long n, ValueStatistics out);
  int patron_normalise_statistics(DoubleBuffer values, ByteBuffer validity, long n, int normaliser, ValueStatistics statistics, int direction, DoubleBuffer out);
  int patron_transform_log1p(DoubleBuffer values, ByteBuffer validity, long n, DoubleBuffer out);
  int patron_aggregate_weighted_sum(Pointer[] columns, Pointer[] validity, DoubleBuffer weights, long rows, int n, int missing, DoubleBuffer score, DoubleBuffer coverage, ByteBuffer validity_out);
  int patron_aggregate_weighted_product(Pointer[] columns, Pointer[] validity, DoubleBuffer weights, long rows, int n, int missing, double floor, Allocator scratch, DoubleBuffer score, DoubleBuffer coverage, ByteBuffer validity_out);
  int patron_rank(DoubleBuffer scores, ByteBuffer validity, long n, Allocator scratch, LongBuffer ranks);
  int patron_aggregate_topsis(Pointer[] columns, Pointer[] validity, DoubleBuffer weights, long rows, int n, int missing, DoubleBuffer best, DoubleBuffer worst, Allocator scratch, TopsisColumns out, IntBuffer warnings);
  int patron_aggregate_vikor(Pointer[] columns, Pointer[] validity, DoubleBuffer weights, long rows, int n, int missing, double v, DoubleBuffer best, DoubleBuffer worst, DoubleBuffer bounds, Allocator scratch, VikorColumns out, IntBuffer warnings);
  int patron_vikor_compromise(DoubleBuffer utility, DoubleBuffer regret, DoubleBuffer compromise, long rows, IntBuffer advantage, IntBuffer stability, ByteBuffer members);
  int patron_aggregate_promethee(Pointer[] columns, Pointer[] validity, IntBuffer directions, DoubleBuffer weights, PrometheePreferences preferences, long rows, int n, int missing, Allocator scratch, PrometheeColumns out, IntBuffer warnings);
  int patron_concentration_i64(LongBuffer values, ByteBuffer validity, long n, Allocator scratch, Concentration out);
  int patron_concentration_f64(DoubleBuffer values, ByteBuffer validity, long n, Allocator scratch, Concentration out);
  int patron_top_share_i64(LongBuffer values, ByteBuffer validity, long n, long share_ppm, Allocator scratch, TopShare out);
  int patron_top_share_f64(DoubleBuffer values, ByteBuffer validity, long n, long share_ppm, Allocator scratch, TopShare out);
  int patron_lorenz_points_i64(LongBuffer values, ByteBuffer validity, long n, int base, long points, Allocator scratch, DoubleBuffer population_out, DoubleBuffer share_out);
  int patron_lorenz_points_f64(DoubleBuffer values, ByteBuffer validity, long n, int base, long points, Allocator scratch, DoubleBuffer population_out, DoubleBuffer share_out);
  int patron_whale_points_i64(LongBuffer values, ByteBuffer validity, long n, long points, Allocator scratch, LongBuffer rank_out, LongBuffer sum_out);
  int patron_whale_points_f64(DoubleBuffer values, ByteBuffer validity, long n, long points, Allocator scratch, LongBuffer rank_out, DoubleBuffer sum_out);
  int patron_matrix_bands(DoubleBuffer scores, ByteBuffer validity, long n, DoubleBuffer bounds, int count, ByteBuffer bands);
  int patron_matrix_cell(int bands, int attractiveness, int winnability, IntBuffer intent, IntBuffer approach);
  int patron_natural_breaks_f64(DoubleBuffer values, ByteBuffer validity, long n, int k, Allocator scratch, DoubleBuffer breaks_out, LongBuffer sizes_out, DoubleBuffer within_out);
  int patron_pareto_cutoff_i64(LongBuffer values, ByteBuffer validity, long n, long share_ppm, Allocator scratch, ParetoResult out);
  int patron_pareto_cutoff_f64(DoubleBuffer values, ByteBuffer validity, long n, long share_ppm, Allocator scratch, ParetoResult out);
  int patron_pareto_classes_i64(LongBuffer values, ByteBuffer validity, IntBuffer groups, long n, int ngroups, LongBuffer cuts_ppm, int ncuts, Allocator scratch, ByteBuffer class_out, ParetoGroups groups_out);
  int patron_pareto_classes_f64(DoubleBuffer values, ByteBuffer validity, IntBuffer groups, long n, int ngroups, LongBuffer cuts_ppm, int ncuts, Allocator scratch, ByteBuffer class_out, ParetoGroups groups_out);
  int patron_pareto_state_create(Allocator allocator, int kind, ByteBuffer plan, long len, PointerByReference out);
  void patron_pareto_state_destroy(Pointer state);
  int patron_pareto_state_accumulate_i64(Pointer state, LongBuffer values, ByteBuffer validity, long n);
  int patron_pareto_state_accumulate_f64(Pointer state, DoubleBuffer values, ByteBuffer validity, long n);
  int patron_pareto_state_merge(Pointer into, Pointer from);
  int patron_pareto_state_save(Pointer state, ByteBuffer buf, long cap, LongBuffer needed);
  int patron_pareto_state_load(Allocator allocator, ByteBuffer bytes, long len, PointerByReference out);
  int patron_pareto_state_next(Pointer state, LongBuffer cuts_ppm, int ncuts, ByteBuffer plan, long cap, LongBuffer needed);
  int patron_pareto_plan_result(ByteBuffer plan, long len, int cut, ParetoResult out);
  int patron_relationship_rule_default(RelationshipRule out);
  int patron_relationship_rule_check(RelationshipRule rule);
  int patron_relationship_classify(RelationshipRule rule, DoubleBuffer values, int unknown_mask, RelationshipResult out);
  int patron_relationship_classify_batch(RelationshipRule rule, Pointer[] values, Pointer[] validity, long n, RelationshipColumns out);
  int patron_rank_correlation(DoubleBuffer x, ByteBuffer x_validity, DoubleBuffer y, ByteBuffer y_validity, long n, Allocator scratch, DoubleBuffer tau_b, DoubleBuffer rho);
  int patron_weight_stability(Pointer[] columns, Pointer[] validity, DoubleBuffer weights, long rows, int n, int criterion, int preserve, long which, double bound, Allocator scratch, Stability out);
  int patron_sample_weights(long seed, long first, long count, int n, DoubleBuffer ranks, DoubleBuffer weights);
  int patron_acceptability(Pointer[] columns, Pointer[] validity, long rows, int n, AcceptabilitySamples samples, LongBuffer bounds, int tiers, Allocator scratch, AcceptabilityColumns out);
}
