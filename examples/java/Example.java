import java.math.BigDecimal;
import java.nio.DoubleBuffer;
import java.util.List;

/** Two customers: decide, say why, apply the model to a third, see a mistake refused, hear of progress, and lend a column without copying it. */
public final class Example {
  public static void main(String[] arguments) {
    try (Patron.Portfolio book = new Patron.Portfolio("EUR")) {
      Patron.Portfolio.Customer acme = book.add("ACME").set("sales", new BigDecimal("120000.00"));
      acme.set("our_commitment", 85).set("our_trust", 90).set("their_commitment", 45).set("their_trust", 72);
      book.add("BOLT").set("sales", new BigDecimal("20000.00"));
      book.rule("matrix.bands", "40,70");
      long[] heard = {0};
      book.progress((user, stage, done, total) -> {
        heard[0]++;
        return 0;
      });
      try (Patron.Model model = book.fit(); Patron.Assessment result = book.apply(model); Patron.Table why = result.explain("ACME"); Patron.Portfolio today = new Patron.Portfolio("EUR")) {
        for (String id : List.of("ACME", "BOLT")) {
          String gap = result.number(id, "gap").map(value -> String.valueOf(Math.round(value))).orElse("unknown");
          System.out.println(id + ": key " + result.text(id, "key").orElseThrow() + ", " + result.text(id, "relationship_level").orElseThrow() + ", gap " + gap);
        }
        List<String> factors = why.column("factor"), sentences = why.column("text");
        for (int i = 0; i < factors.size(); i++) if ("relationship_level".equals(factors.get(i))) System.out.println("  " + sentences.get(i));
        today.add("CORD").set("sales", new BigDecimal("150000.00"));
        try (Patron.Assessment decided = today.apply(model)) {
          System.out.println("CORD: class " + decided.text("CORD", "sales_class").orElseThrow() + " by the model of yesterday");
        }
      }
      try {
        acme.set("their_trust", 172);
      } catch (Patron.Refused refused) {
        System.out.println("refused: " + refused.column + " of row " + refused.row + " is " + refused.value + ", expected " + refused.expected);
      }
      System.out.println("progress was told: " + (heard[0] > 0 ? "yes" : "no"));
    }
    DoubleBuffer trust = Patron.numbers(72, 50);
    try (Patron.Portfolio book = new Patron.Portfolio("EUR"); Patron.Columns customers = book.columns("customers", 2)) {
      book.put(customers.texts("customer", "ACME", "BOLT").texts("sales", "120000.00", "20000.00").numbers("their_trust", trust));
      try (Patron.Table facts = book.facts("customers")) {
        DoubleBuffer seen = facts.numbers("their_trust");
        trust.put(1, 51);   // where the library reads it: it is the same memory
        System.out.println("their_trust " + seen.get(0) + ", " + (seen.get(1) == 51 ? "not copied" : "copied") + ", " + Patron.lent() + " lent");
      }
    }
    System.out.println(Patron.lent() + " lent at the end");
    PatronC.ParetoResult found = Patron.cutoff(Patron.numbers(50, 30, 15, 5), 0.8);
    System.out.println("80 % of " + found.total_f64 + " are made by " + found.n_inside + " customers, from " + found.cutoff_f64 + " on");
  }
}
