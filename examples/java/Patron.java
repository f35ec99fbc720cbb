import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Cleaner;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Patron in Java by JNA: objects for try-with-resources, refusals as exceptions, money as BigDecimal, unknown as Optional.empty(). The library is named by the property patron.library where it is not installed. */
public final class Patron {
  private static final int OK = 0, UNKNOWN = 1;
  private static final Cleaner CLEANER = Cleaner.create();
  private static final C LIBRARY = Native.load(System.getProperty("patron.library", "patron"), C.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

  private Patron() {}

  /** The C functions that are used here; further ones are declared the same way. */
  private interface C extends Library {
    String patron_status_message(int status);
    int patron_context_create(Pointer options, PointerByReference out);
    void patron_context_destroy(Pointer context);
    int patron_context_error(Pointer context, byte[] buf, long cap, LongByReference needed);
    int patron_context_error_part(Pointer context, String part, byte[] buf, long cap, LongByReference needed);
    int patron_context_set_progress(Pointer context, Progress progress, Pointer user);
    int patron_currency_exponent(String code, IntByReference out);
    int patron_portfolio_create(Pointer context, String currency, PointerByReference out);
    void patron_portfolio_destroy(Pointer portfolio);
    int patron_portfolio_add_customer(Pointer portfolio, String id, long len, LongByReference out);
    int patron_customer_set_money(Pointer portfolio, long customer, String column, long value);
    int patron_customer_set_number(Pointer portfolio, long customer, String column, double value);
    int patron_policy_create(Pointer context, String preset, PointerByReference out);
    void patron_policy_destroy(Pointer policy);
    int patron_policy_set(Pointer policy, String key, String value);
    int patron_fit(Pointer portfolio, Pointer policy, PointerByReference out);
    int patron_apply(Pointer model, Pointer portfolio, PointerByReference out);
    void patron_model_destroy(Pointer model);
    void patron_assessment_destroy(Pointer assessment);
    int patron_assessment_find_customer(Pointer assessment, String id, long len, LongByReference out);
    int patron_assessment_text(Pointer assessment, long customer, String column, byte[] buf, long cap, LongByReference needed);
    int patron_assessment_number(Pointer assessment, long customer, String column, DoubleByReference out);
    int patron_assessment_explain(Pointer assessment, long customer, PointerByReference out);
    void patron_table_destroy(Pointer table);
    int patron_table_rows(Pointer table, LongByReference out);
    int patron_table_find_column(Pointer table, String name, LongByReference out);
    int patron_table_read_text(Pointer table, long column, long first, long count, long[] offsets, byte[] bytes, long cap, LongByReference needed, byte[] validity);
  }

  /** Hears how far a call is, on the thread that made it; anything but 0 ends the call. */
  public interface Progress extends Callback {
    int progress(Pointer user, String stage, long done, long total);
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

  private interface Reader { int read(byte[] buf, long cap, LongByReference needed); }
  private interface Maker { int make(PointerByReference out); }
  private interface Destroyer { void destroy(Pointer handle); }

  private static void check(int status, Pointer context) {
    if (status != OK) throw new Refused(status, context);
  }

  /** Text by the convention of the library: asked for its size, then fetched. */
  private static Optional<String> text(Reader reader) {
    LongByReference needed = new LongByReference();
    int status = reader.read(null, 0, needed);
    if (status == UNKNOWN) return Optional.empty();
    check(status, null);
    byte[] bytes = new byte[(int) needed.getValue()];
    check(reader.read(bytes, bytes.length, needed), null);
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

    /** A column of any type as texts, row by row; null where it is unknown. */
    public List<String> column(String name) {
      LongByReference rows = new LongByReference(), place = new LongByReference(), needed = new LongByReference();
      check(LIBRARY.patron_table_rows(pointer, rows), null);
      check(LIBRARY.patron_table_find_column(pointer, name, place), null);
      int n = (int) rows.getValue();
      check(LIBRARY.patron_table_read_text(pointer, place.getValue(), 0, n, null, null, 0, needed, null), null);
      long[] offsets = new long[n + 1];
      byte[] bytes = new byte[(int) needed.getValue() + 1], known = new byte[n / 8 + 1];
      check(LIBRARY.patron_table_read_text(pointer, place.getValue(), 0, n, offsets, bytes, needed.getValue(), null, known), null);
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
      LongByReference out = new LongByReference();
      check(LIBRARY.patron_assessment_find_customer(pointer, id, -1, out), null);
      return out.getValue();
    }

    public Optional<String> text(String id, String column) {
      long customer = customer(id);
      return Patron.text((buf, cap, needed) -> LIBRARY.patron_assessment_text(pointer, customer, column, buf, cap, needed));
    }

    public Optional<Double> number(String id, String column) {
      DoubleByReference out = new DoubleByReference();
      int status = LIBRARY.patron_assessment_number(pointer, customer(id), column, out);
      if (status == UNKNOWN) return Optional.empty();
      check(status, null);
      return Optional.of(out.getValue());
    }

    public Table explain(String id) {
      long customer = customer(id);
      return new Table(out -> LIBRARY.patron_assessment_explain(pointer, customer, out));
    }
  }

  /** The facts, with the rules and the context that belong to them; one thread at a time. */
  public static final class Portfolio implements AutoCloseable {
    private final Handle context, facts, policy;
    private final int digits;
    private Progress heard;   // kept from the collector while the library may call it

    public Portfolio(String currency) {
      context = new Handle(null, LIBRARY::patron_context_destroy, out -> LIBRARY.patron_context_create(null, out));
      facts = new Handle(context.pointer, LIBRARY::patron_portfolio_destroy, out -> LIBRARY.patron_portfolio_create(context.pointer, currency, out));
      policy = new Handle(context.pointer, LIBRARY::patron_policy_destroy, out -> LIBRARY.patron_policy_create(context.pointer, null, out));
      IntByReference exponent = new IntByReference();
      check(LIBRARY.patron_currency_exponent(currency, exponent), null);
      digits = exponent.getValue();
    }

    /** A customer, to which facts can be set. */
    public Customer add(String id) {
      LongByReference out = new LongByReference();
      check(LIBRARY.patron_portfolio_add_customer(facts.pointer, id, -1, out), context.pointer);
      return new Customer(out.getValue());
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

    public void rule(String key, String value) { check(LIBRARY.patron_policy_set(policy.pointer, key, value), context.pointer); }

    public void progress(Progress progress) {
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
