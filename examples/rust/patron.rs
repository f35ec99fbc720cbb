// Patron in Rust, without crates: owners that destroy on drop, `Result` for what is refused, `Option` for what is unknown, columns that are lent and not copied. The C functions are in patron_c.rs, all of them.
// Portfolios and policies stay on their thread (they are neither Send nor Sync); models and assessments are immutable and may be shared.
use std::ffi::{c_char, c_void, CStr, CString};
use std::{fmt, ptr, rc::Rc, slice};

#[path = "patron_c.rs"]
mod c;
use c::PATRON_OK as OK;

/// What Patron refused; the parts are None where they do not apply.
#[derive(Debug, Default)]
pub struct Error {
    #[allow(dead_code)] // for callers that branch on it
    pub status: i32,
    pub text: String,
    #[allow(dead_code)]
    pub table: Option<String>,
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
    CString::new(name).map_err(|_| plain(c::PATRON_E_INVALID_ARGUMENT))
}

/// Text by the convention of the library: asked for its size, then fetched. None: unknown.
fn text(reader: impl Fn(*mut c_char, i64, *mut i64) -> i32) -> Result<Option<String>> {
    let mut needed = 0;
    match reader(ptr::null_mut(), 0, &mut needed) {
        c::PATRON_UNKNOWN => return Ok(None),
        status => check(status)?,
    }
    let mut bytes = vec![0u8; needed as usize];
    check(reader(bytes.as_mut_ptr() as *mut c_char, needed, &mut needed))?;
    bytes.pop();
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// One reference to an object of the library, and how it is given back.
struct Handle<T>(*mut T, unsafe extern "C" fn(*mut T));

impl<T> Drop for Handle<T> {
    fn drop(&mut self) {
        unsafe { (self.1)(self.0) }
    }
}

fn made<T>(destroy: unsafe extern "C" fn(*mut T), maker: impl FnOnce(*mut *mut T) -> i32) -> std::result::Result<Handle<T>, i32> {
    let mut out = ptr::null_mut();
    match maker(&mut out) {
        OK => Ok(Handle(out, destroy)),
        status => Err(status),
    }
}

/// The error of a call in a context, with its text and parts.
fn told(context: &Handle<c::patron_context>, status: i32) -> Error {
    let part = |name: &str| named(name).ok().and_then(|name| text(|buf, cap, needed| unsafe { c::patron_context_error_part(context.0, name.as_ptr(), buf, cap, needed) }).ok().flatten());
    let sentence = text(|buf, cap, needed| unsafe { c::patron_context_error(context.0, buf, cap, needed) }).ok().flatten();
    Error { status, text: sentence.unwrap_or_default(), table: part("table"), column: part("column"), row: part("row"), value: part("value"), expected: part("expected") }
}

/// The facts.
pub struct Portfolio {
    context: Rc<Handle<c::patron_context>>,
    handle: Handle<c::patron_portfolio>,
}

/// A customer of the portfolio that gave it out.
#[derive(Clone, Copy)]
pub struct Customer(u64);

/// The rules.
pub struct Policy {
    context: Rc<Handle<c::patron_context>>,
    handle: Handle<c::patron_policy>,
}

/// A policy fitted to a portfolio.
pub struct Model(Handle<c::patron_model>);
unsafe impl Send for Model {}
unsafe impl Sync for Model {}

/// The decisions.
pub struct Assessment(Handle<c::patron_assessment>);
unsafe impl Send for Assessment {}
unsafe impl Sync for Assessment {}

/// A table that is being filled; a portfolio that takes it finishes it.
pub struct Columns {
    context: Rc<Handle<c::patron_context>>,
    handle: Handle<c::patron_table>,
    rows: usize,
}

/// A finished table.
pub struct Table(Handle<c::patron_table>);
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

    /// A table of facts with room for so many rows.
    pub fn columns(&self, name: &str, rows: usize) -> Result<Columns> {
        let name = named(name)?;
        let handle = made(c::patron_table_destroy, |out| unsafe { c::patron_table_create(self.context.0, name.as_ptr(), rows as i64, out) }).map_err(|status| told(&self.context, status))?;
        Ok(Columns { context: self.context.clone(), handle, rows })
    }

    pub fn put(&mut self, columns: Columns) -> Result<()> {
        self.check(unsafe { c::patron_portfolio_put(self.handle.0, columns.handle.0) })
    }

    /// A table of the facts as they are now.
    pub fn facts(&self, name: &str) -> Result<Table> {
        let name = named(name)?;
        made(c::patron_table_destroy, |out| unsafe { c::patron_portfolio_table(self.handle.0, name.as_ptr(), out) }).map(Table).map_err(|status| told(&self.context, status))
    }

    pub fn fit(&self, policy: &Policy) -> Result<Model> {
        made(c::patron_model_destroy, |out| unsafe { c::patron_fit(self.handle.0, policy.handle.0, out) }).map(Model).map_err(|status| told(&self.context, status))
    }

    pub fn apply(&self, model: &Model) -> Result<Assessment> {
        made(c::patron_assessment_destroy, |out| unsafe { c::patron_apply(model.0 .0, self.handle.0, out) }).map(Assessment).map_err(|status| told(&self.context, status))
    }
}

unsafe extern "C" fn give_back(user: *mut c_void) {
    drop(unsafe { Box::from_raw(user as *mut Vec<f64>) })
}

impl Columns {
    fn check(&self, status: i32, rows: usize) -> Result<()> {
        match status {
            OK if rows == self.rows => Ok(()),
            OK => Err(plain(c::PATRON_E_INVALID_ARGUMENT)),
            status => Err(told(&self.context, status)),
        }
    }

    pub fn texts(&mut self, column: &str, values: &[&str]) -> Result<()> {
        self.check(OK, values.len())?;
        let (column, values) = (named(column)?, values.iter().map(|one| named(one)).collect::<Result<Vec<_>>>()?);
        let pointers: Vec<_> = values.iter().map(|one| one.as_ptr()).collect();
        self.check(unsafe { c::patron_table_add_strings(self.handle.0, column.as_ptr(), pointers.as_ptr()) }, pointers.len())
    }

    /// Lent, not copied: the library gives the vector back when nothing reads it any more.
    pub fn numbers(&mut self, column: &str, values: Vec<f64>) -> Result<()> {
        self.check(OK, values.len())?;
        let (column, rows, lent) = (named(column)?, values.len(), Box::new(values));
        let at = lent.as_ptr();
        let status = unsafe { c::patron_table_borrow_f64(self.handle.0, column.as_ptr(), c::PATRON_NUMBER, at, ptr::null(), Some(give_back), Box::into_raw(lent) as *mut c_void) };
        self.check(status, rows)
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
    /// A column of numbers where it lies; what is unknown is 0 there.
    pub fn numbers(&self, name: &str) -> Result<&[f64]> {
        let (name, mut place, mut rows, mut values) = (named(name)?, 0, 0, ptr::null());
        check(unsafe { c::patron_table_rows(self.0 .0, &mut rows) })?;
        check(unsafe { c::patron_table_find_column(self.0 .0, name.as_ptr(), &mut place) })?;
        check(unsafe { c::patron_table_view_f64(self.0 .0, place, &mut values, &mut ptr::null()) })?;
        Ok(if rows == 0 { &[] } else { unsafe { slice::from_raw_parts(values, rows as usize) } })
    }

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

/// Cut-off, rows inside and total of one share (in millionths) over numbers, which are read where they lie. None: nothing is positive.
pub fn cutoff(values: &[f64], share_ppm: i64) -> Result<Option<(f64, i64, f64)>> {
    let mut found = c::patron_pareto_result { struct_size: std::mem::size_of::<c::patron_pareto_result>() as u32, ..unsafe { std::mem::zeroed() } };
    check(unsafe { c::patron_pareto_cutoff_f64(values.as_ptr(), ptr::null(), values.len() as i64, share_ppm, ptr::null(), &mut found) })?;
    Ok((found.outcome == c::PATRON_PARETO_OK).then_some((found.cutoff_f64, found.n_inside, found.total_f64)))
}
