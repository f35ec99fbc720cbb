// Patron in Rust, without crates: the C functions as they are declared, and around them owners that destroy on drop, `Result` for what is refused, `Option` for what is unknown.
// Portfolios and policies stay on their thread (they are neither Send nor Sync); models and assessments are immutable and may be shared.
use std::ffi::{c_char, c_void, CStr, CString};
use std::{fmt, ptr, rc::Rc};

mod c {
    use super::*;
    pub type Status = i32;
    #[link(name = "patron")]
    extern "C" {
        pub fn patron_status_message(status: Status) -> *const c_char;
        pub fn patron_context_create(options: *const c_void, out: *mut *mut c_void) -> Status;
        pub fn patron_context_destroy(context: *mut c_void);
        pub fn patron_context_error(context: *const c_void, buf: *mut c_char, cap: i64, needed: *mut i64) -> Status;
        pub fn patron_context_error_part(context: *const c_void, part: *const c_char, buf: *mut c_char, cap: i64, needed: *mut i64) -> Status;
        pub fn patron_portfolio_create(context: *mut c_void, currency: *const c_char, out: *mut *mut c_void) -> Status;
        pub fn patron_portfolio_destroy(portfolio: *mut c_void);
        pub fn patron_portfolio_add_customer(portfolio: *mut c_void, id: *const c_char, len: i64, out: *mut u64) -> Status;
        pub fn patron_customer_set_money(portfolio: *mut c_void, customer: u64, column: *const c_char, value: i64) -> Status;
        pub fn patron_customer_set_number(portfolio: *mut c_void, customer: u64, column: *const c_char, value: f64) -> Status;
        pub fn patron_policy_create(context: *mut c_void, preset: *const c_char, out: *mut *mut c_void) -> Status;
        pub fn patron_policy_destroy(policy: *mut c_void);
        pub fn patron_policy_set(policy: *mut c_void, key: *const c_char, value: *const c_char) -> Status;
        pub fn patron_fit(portfolio: *const c_void, policy: *const c_void, out: *mut *mut c_void) -> Status;
        pub fn patron_apply(model: *const c_void, portfolio: *const c_void, out: *mut *mut c_void) -> Status;
        pub fn patron_model_destroy(model: *mut c_void);
        pub fn patron_assessment_destroy(assessment: *mut c_void);
        pub fn patron_assessment_find_customer(assessment: *const c_void, id: *const c_char, len: i64, out: *mut u64) -> Status;
        pub fn patron_assessment_text(assessment: *const c_void, customer: u64, column: *const c_char, buf: *mut c_char, cap: i64, needed: *mut i64) -> Status;
        pub fn patron_assessment_explain(assessment: *const c_void, customer: u64, out: *mut *mut c_void) -> Status;
        pub fn patron_table_destroy(table: *mut c_void);
        pub fn patron_table_rows(table: *const c_void, out: *mut i64) -> Status;
        pub fn patron_table_find_column(table: *const c_void, name: *const c_char, out: *mut i64) -> Status;
        pub fn patron_table_read_text(table: *const c_void, column: i64, first: i64, count: i64, offsets: *mut i64, bytes: *mut c_char, cap: i64, needed: *mut i64, validity: *mut u8) -> Status;
    }
}

const OK: i32 = 0;
const UNKNOWN: i32 = 1;

/// What Patron refused; the parts are None where they do not apply.
#[derive(Debug, Default)]
pub struct Error {
    #[allow(dead_code)] // for callers that branch on it
    pub status: i32,
    pub text: String,
    pub column: Option<String>,
    pub row: Option<String>,
    pub value: Option<String>,
    pub expected: Option<String>,
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}", self.text)
    }
}
impl std::error::Error for Error {}
pub type Result<T> = std::result::Result<T, Error>;

fn plain(status: i32) -> Error {
    let text = unsafe { CStr::from_ptr(c::patron_status_message(status)) };
    Error { status, text: text.to_string_lossy().into_owned(), ..Error::default() }
}

fn check(status: i32) -> Result<()> {
    if status == OK { Ok(()) } else { Err(plain(status)) }
}

/// A name without a NUL in it.
fn named(name: &str) -> Result<CString> {
    CString::new(name).map_err(|_| plain(-10))
}

/// Text by the convention of the library: asked for its size, then fetched. None: unknown.
fn text(reader: impl Fn(*mut c_char, i64, *mut i64) -> i32) -> Result<Option<String>> {
    let mut needed = 0;
    match reader(ptr::null_mut(), 0, &mut needed) {
        UNKNOWN => return Ok(None),
        status => check(status)?,
    }
    let mut bytes = vec![0u8; needed as usize];
    check(reader(bytes.as_mut_ptr() as *mut c_char, needed, &mut needed))?;
    bytes.pop();
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// One reference to an object of the library, and how it is given back.
struct Handle(*mut c_void, unsafe extern "C" fn(*mut c_void));

impl Drop for Handle {
    fn drop(&mut self) {
        unsafe { (self.1)(self.0) }
    }
}

fn made(destroy: unsafe extern "C" fn(*mut c_void), maker: impl FnOnce(*mut *mut c_void) -> i32) -> std::result::Result<Handle, i32> {
    let mut out = ptr::null_mut();
    match maker(&mut out) {
        OK => Ok(Handle(out, destroy)),
        status => Err(status),
    }
}

/// The error of a call in a context, with its text and parts.
fn told(context: &Handle, status: i32) -> Error {
    let part = |name: &str| named(name).ok().and_then(|name| text(|buf, cap, needed| unsafe { c::patron_context_error_part(context.0, name.as_ptr(), buf, cap, needed) }).ok().flatten());
    let sentence = text(|buf, cap, needed| unsafe { c::patron_context_error(context.0, buf, cap, needed) }).ok().flatten();
    Error { status, text: sentence.unwrap_or_default(), column: part("column"), row: part("row"), value: part("value"), expected: part("expected") }
}

/// The facts.
pub struct Portfolio {
    context: Rc<Handle>,
    handle: Handle,
}

/// A customer of the portfolio that gave it out.
#[derive(Clone, Copy)]
pub struct Customer(u64);

/// The rules.
pub struct Policy {
    context: Rc<Handle>,
    handle: Handle,
}

/// A policy fitted to a portfolio.
pub struct Model(Handle);
unsafe impl Send for Model {}
unsafe impl Sync for Model {}

/// The decisions.
pub struct Assessment(Handle);
unsafe impl Send for Assessment {}
unsafe impl Sync for Assessment {}

/// A finished table.
pub struct Table(Handle);
unsafe impl Send for Table {}
unsafe impl Sync for Table {}

impl Portfolio {
    pub fn new(currency: &str) -> Result<Self> {
        let currency = named(currency)?;
        let context = made(c::patron_context_destroy, |out| unsafe { c::patron_context_create(ptr::null(), out) }).map_err(plain)?;
        let handle = made(c::patron_portfolio_destroy, |out| unsafe { c::patron_portfolio_create(context.0, currency.as_ptr(), out) }).map_err(|status| told(&context, status))?;
        Ok(Portfolio { context: Rc::new(context), handle })
    }

    fn check(&self, status: i32) -> Result<()> {
        if status == OK { Ok(()) } else { Err(told(&self.context, status)) }
    }

    pub fn add(&mut self, id: &str) -> Result<Customer> {
        let mut out = 0;
        self.check(unsafe { c::patron_portfolio_add_customer(self.handle.0, id.as_ptr() as *const c_char, id.len() as i64, &mut out) })?;
        Ok(Customer(out))
    }

    /// Money in minor units (cents).
    pub fn money(&mut self, customer: Customer, column: &str, units: i64) -> Result<()> {
        let column = named(column)?;
        self.check(unsafe { c::patron_customer_set_money(self.handle.0, customer.0, column.as_ptr(), units) })
    }

    pub fn number(&mut self, customer: Customer, column: &str, value: f64) -> Result<()> {
        let column = named(column)?;
        self.check(unsafe { c::patron_customer_set_number(self.handle.0, customer.0, column.as_ptr(), value) })
    }

    pub fn policy(&self) -> Result<Policy> {
        let handle = made(c::patron_policy_destroy, |out| unsafe { c::patron_policy_create(self.context.0, ptr::null(), out) }).map_err(|status| told(&self.context, status))?;
        Ok(Policy { context: self.context.clone(), handle })
    }

    pub fn fit(&self, policy: &Policy) -> Result<Model> {
        made(c::patron_model_destroy, |out| unsafe { c::patron_fit(self.handle.0, policy.handle.0, out) }).map(Model).map_err(|status| told(&self.context, status))
    }

    pub fn apply(&self, model: &Model) -> Result<Assessment> {
        made(c::patron_assessment_destroy, |out| unsafe { c::patron_apply(model.0 .0, self.handle.0, out) }).map(Assessment).map_err(|status| told(&self.context, status))
    }
}

impl Policy {
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let (key, value) = (named(key)?, named(value)?);
        match unsafe { c::patron_policy_set(self.handle.0, key.as_ptr(), value.as_ptr()) } {
            OK => Ok(()),
            status => Err(told(&self.context, status)),
        }
    }
}

impl Assessment {
    fn customer(&self, id: &str) -> Result<u64> {
        let mut out = 0;
        check(unsafe { c::patron_assessment_find_customer(self.0 .0, id.as_ptr() as *const c_char, id.len() as i64, &mut out) })?;
        Ok(out)
    }

    /// A decision of one customer as text; None: unknown.
    pub fn text(&self, id: &str, column: &str) -> Result<Option<String>> {
        let (customer, column) = (self.customer(id)?, named(column)?);
        text(|buf, cap, needed| unsafe { c::patron_assessment_text(self.0 .0, customer, column.as_ptr(), buf, cap, needed) })
    }

    pub fn explain(&self, id: &str) -> Result<Table> {
        let customer = self.customer(id)?;
        made(c::patron_table_destroy, |out| unsafe { c::patron_assessment_explain(self.0 .0, customer, out) }).map(Table).map_err(plain)
    }
}

impl Table {
    /// A column of any type as texts, row by row.
    pub fn column(&self, name: &str) -> Result<Vec<Option<String>>> {
        let (name, table, mut place, mut rows, mut needed) = (named(name)?, self.0 .0, 0, 0, 0);
        check(unsafe { c::patron_table_rows(table, &mut rows) })?;
        check(unsafe { c::patron_table_find_column(table, name.as_ptr(), &mut place) })?;
        check(unsafe { c::patron_table_read_text(table, place, 0, rows, ptr::null_mut(), ptr::null_mut(), 0, &mut needed, ptr::null_mut()) })?;
        let (mut offsets, mut bytes, mut known) = (vec![0i64; rows as usize + 1], vec![0u8; needed as usize + 1], vec![0u8; rows as usize / 8 + 1]);
        check(unsafe { c::patron_table_read_text(table, place, 0, rows, offsets.as_mut_ptr(), bytes.as_mut_ptr() as *mut c_char, needed, ptr::null_mut(), known.as_mut_ptr()) })?;
        Ok((0..rows as usize)
            .map(|i| (known[i / 8] >> (i % 8) & 1 == 1).then(|| String::from_utf8_lossy(&bytes[offsets[i] as usize..offsets[i + 1] as usize]).into_owned()))
            .collect())
    }
}
