import java.math.BigDecimal;
import java.util.List;

/** Two customers: decide, say why, apply the model to a third, see a mistake refused, and hear of progress. */
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
  }
}
