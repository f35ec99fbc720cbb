import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Cleaner;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Patron in Java by JNA: objects for try-with-resources, refusals as exceptions, money as BigDecimal, unknown as Optional.empty(). The library is named by the property patron.library where it is not installed. */
public final class Patron {
  private static final int OK = PatronC.PATRON_OK, UNKNOWN = PatronC.PATRON_UNKNOWN;
  private static final Cleaner CLEANER = Cleaner.create();
  /** Every function of the headers as it is, for what has no method here. */
  public static final PatronC LIBRARY = Native.load(library(), PatronC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

  private Patron() {}

  /** JNA takes a path for one only when it is absolute. */
  private static String library() {
    String given = System.getProperty("patron.library");
    return given == null ? "patron" : Path.of(given).toAbsolutePath().toString();
  }

  /** What Patron refused; the parts are null where they do not apply. */
  @SuppressWarnings("serial")
  public static final class Refused extends RuntimeException {
    public final int status;
    public final String table, column, row, value, expected;

    Refused(int status, Pointer context) {
      super(context == null ? LIBRARY.patron_status_message(status) : text((buf, cap, needed) -> LIBRARY.patron_context_error(context, buf, cap, needed)).orElseThrow());
      this.status = status;
      table = part(context, "table");
      column = part(context, "column");
      row = part(context, "row");
      value = part(context, "value");
      expected = part(context, "expected");
    }

    private static String part(Pointer context, String name) {
      return context == null ? null : text((buf, cap, needed) -> LIBRARY.patron_context_error_part(context, name, buf, cap, needed)).orElse(null);
    }
  }

  private interface Reader { int read(ByteBuffer buf, long cap, LongBuffer needed); }
  private interface Maker { int make(PointerByReference out); }
  private interface Destroyer { void destroy(Pointer handle); }

  private static void check(int status, Pointer context) {
    if (status != OK) throw new Refused(status, context);
  }

  /** Text by the convention of the library: asked for its size, then fetched. */
  private static Optional<String> text(Reader reader) {
    LongBuffer needed = LongBuffer.allocate(1);
    int status = reader.read(null, 0, needed);
    if (status == UNKNOWN) return Optional.empty();
    check(status, null);
    byte[] bytes = new byte[(int) needed.get(0)];
    check(reader.read(ByteBuffer.wrap(bytes), bytes.length, needed), null);
    return Optional.of(new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8));
  }

  /** One reference to an object of the library, given back by close() or, at the latest, by the collector. */
  public static class Handle implements AutoCloseable {
    final Pointer pointer;
    private final Cleaner.Cleanable cleanable;

    Handle(Pointer context, Destroyer destroyer, Maker maker) {
      PointerByReference out = new PointerByReference();
      check(maker.make(out), context);
      Pointer made = out.getValue();
      pointer = made;
      cleanable = CLEANER.register(this, () -> destroyer.destroy(made));
    }

    @Override public void close() { cleanable.clean(); }
  }

  /** A finished table. */
  public static final class Table extends Handle {
    private Table(Maker maker) { super(null, LIBRARY::patron_table_destroy, maker); }

    public int rows() {
      LongBuffer rows = LongBuffer.allocate(1);
      check(LIBRARY.patron_table_rows(pointer, rows), null);
      return Math.toIntExact(rows.get(0));
    }

    private long place(String name) {
      LongBuffer place = LongBuffer.allocate(1);
      check(LIBRARY.patron_table_find_column(pointer, name, place), null);
      return place.get(0);
    }

    /** A column of numbers where it lies, as long as this table is open; what is unknown is 0 there. */
    public DoubleBuffer numbers(String name) {
      PointerByReference values = new PointerByReference(), validity = new PointerByReference();
      check(LIBRARY.patron_table_view_f64(pointer, place(name), values, validity), null);
      return values.getValue() == null ? DoubleBuffer.allocate(0) : values.getValue().getByteBuffer(0, 8L * rows()).order(ByteOrder.nativeOrder()).asDoubleBuffer().asReadOnlyBuffer();
    }

    /** A column of any type as texts, row by row; null where it is unknown. */
    public List<String> column(String name) {
      LongBuffer needed = LongBuffer.allocate(1);
      long place = place(name);
      int n = rows();
      check(LIBRARY.patron_table_read_text(pointer, place, 0, n, null, null, 0, needed, null), null);
      long[] offsets = new long[n + 1];
      byte[] bytes = new byte[(int) needed.get(0) + 1], known = new byte[n / 8 + 1];
      check(LIBRARY.patron_table_read_text(pointer, place, 0, n, LongBuffer.wrap(offsets), ByteBuffer.wrap(bytes), needed.get(0), null, ByteBuffer.wrap(known)), null);
      List<String> found = new ArrayList<>(n);
      for (int i = 0; i < n; i++) found.add((known[i / 8] >> i % 8 & 1) == 0 ? null : new String(bytes, (int) offsets[i], (int) (offsets[i + 1] - offsets[i]), StandardCharsets.UTF_8));
      return found;
    }
  }

  /** A policy fitted to a portfolio. */
  public static final class Model extends Handle {
    private Model(Pointer context, Maker maker) { super(context, LIBRARY::patron_model_destroy, maker); }
  }

  /** The decisions. */
  public static final class Assessment extends Handle {
    private Assessment(Pointer context, Maker maker) { super(context, LIBRARY::patron_assessment_destroy, maker); }

    private long customer(String id) {
      LongBuffer out = LongBuffer.allocate(1);
      check(LIBRARY.patron_assessment_find_customer(pointer, id, -1, out), null);
      return out.get(0);
    }

    public Optional<String> text(String id, String column) {
      long customer = customer(id);
      return Patron.text((buf, cap, needed) -> LIBRARY.patron_assessment_text(pointer, customer, column, buf, cap, needed));
    }

    public Optional<Double> number(String id, String column) {
      DoubleBuffer out = DoubleBuffer.allocate(1);
      int status = LIBRARY.patron_assessment_number(pointer, customer(id), column, out);
      if (status == UNKNOWN) return Optional.empty();
      check(status, null);
      return Optional.of(out.get(0));
    }

    public Table explain(String id) {
      long customer = customer(id);
      return new Table(out -> LIBRARY.patron_assessment_explain(pointer, customer, out));
    }
  }

  /** A table that is being filled; a portfolio that takes it finishes it. */
  public static final class Columns extends Handle {
    private final Pointer context;
    private final int rows;

    private Columns(Pointer context, String name, int rows) {
      super(context, LIBRARY::patron_table_destroy, out -> LIBRARY.patron_table_create(context, name, rows, out));
      this.context = context;
      this.rows = rows;
    }

    public Columns texts(String column, String... values) {
      if (values.length != rows) throw new IllegalArgumentException(column + " has " + values.length + " rows, the table " + rows);
      check(LIBRARY.patron_table_add_strings(pointer, column, values), context);
      return this;
    }

    /** Lent, not copied: a direct buffer, which stays with Patron until no table reads it any more. */
    public Columns numbers(String column, DoubleBuffer values) {
      if (!values.isDirect() || values.remaining() != rows) throw new IllegalArgumentException(column + ": a direct buffer of " + rows + " numbers is needed");
      Pointer key = Pointer.createConstant(LENDINGS.incrementAndGet());
      LENT.put(Pointer.nativeValue(key), values);
      check(LIBRARY.patron_table_borrow_f64(pointer, column, PatronC.PATRON_NUMBER, values, null, GIVE_BACK, key), context);
      return this;
    }
  }

  private static final AtomicLong LENDINGS = new AtomicLong();
  private static final Map<Long, DoubleBuffer> LENT = new ConcurrentHashMap<>();
  private static final PatronC.ReleaseFn GIVE_BACK = user -> LENT.remove(Pointer.nativeValue(user));

  /** How many buffers are lent now. */
  public static int lent() { return LENT.size(); }

  /** The cut-off of a share of numbers, which are read where they lie when the buffer is direct. */
  public static PatronC.ParetoResult cutoff(DoubleBuffer values, double share) {
    PatronC.ParetoResult found = new PatronC.ParetoResult();
    check(LIBRARY.patron_pareto_cutoff_f64(values, null, values.remaining(), Math.round(share * 1e6), null, found), null);
    return found;
  }

  /** Room for numbers outside of the collector's heap, which can be lent. */
  public static DoubleBuffer numbers(double... values) {
    DoubleBuffer made = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder()).asDoubleBuffer();
    made.put(values).flip();
    return made;
  }

  /** The facts, with the rules and the context that belong to them; one thread at a time. */
  public static final class Portfolio implements AutoCloseable {
    private final Handle context, facts, policy;
    private final int digits;
    private PatronC.ProgressFn heard;   // kept from the collector while the library may call it

    public Portfolio(String currency) {
      context = new Handle(null, LIBRARY::patron_context_destroy, out -> LIBRARY.patron_context_create(null, out));
      facts = new Handle(context.pointer, LIBRARY::patron_portfolio_destroy, out -> LIBRARY.patron_portfolio_create(context.pointer, currency, out));
      policy = new Handle(context.pointer, LIBRARY::patron_policy_destroy, out -> LIBRARY.patron_policy_create(context.pointer, null, out));
      IntBuffer exponent = IntBuffer.allocate(1);
      check(LIBRARY.patron_currency_exponent(currency, exponent), null);
      digits = exponent.get(0);
    }

    /** A customer, to which facts can be set. */
    public Customer add(String id) {
      LongBuffer out = LongBuffer.allocate(1);
      check(LIBRARY.patron_portfolio_add_customer(facts.pointer, id, -1, out), context.pointer);
      return new Customer(out.get(0));
    }

    public final class Customer {
      private final long handle;

      private Customer(long handle) { this.handle = handle; }

      public Customer set(String column, BigDecimal money) {
        check(LIBRARY.patron_customer_set_money(facts.pointer, handle, column, money.movePointRight(digits).longValueExact()), context.pointer);
        return this;
      }

      public Customer set(String column, double value) {
        check(LIBRARY.patron_customer_set_number(facts.pointer, handle, column, value), context.pointer);
        return this;
      }
    }

    /** A table of facts with room for so many rows. */
    public Columns columns(String name, int rows) { return new Columns(context.pointer, name, rows); }

    public void put(Columns columns) { check(LIBRARY.patron_portfolio_put(facts.pointer, columns.pointer), context.pointer); }

    /** A table of the facts as they are now. */
    public Table facts(String name) { return new Table(out -> LIBRARY.patron_portfolio_table(facts.pointer, name, out)); }

    public void rule(String key, String value) { check(LIBRARY.patron_policy_set(policy.pointer, key, value), context.pointer); }

    public void progress(PatronC.ProgressFn progress) {
      check(LIBRARY.patron_context_set_progress(context.pointer, progress, null), context.pointer);
      heard = progress;
    }

    public Model fit() { return new Model(context.pointer, out -> LIBRARY.patron_fit(facts.pointer, policy.pointer, out)); }

    public Assessment apply(Model model) { return new Assessment(context.pointer, out -> LIBRARY.patron_apply(model.pointer, facts.pointer, out)); }

    @Override public void close() {
      policy.close();
      facts.close();
      context.close();
    }
  }
}
