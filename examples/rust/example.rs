// Two customers: decide, say why, apply the model to a third, see a mistake refused, and lend a column without copying it.
mod patron;
use patron::{Portfolio, Result};

fn main() -> Result<()> {
    let mut book = Portfolio::new("EUR")?;
    let acme = book.add("ACME")?;
    book.money(acme, "sales", 120_000_00)?;
    for (column, points) in [("our_commitment", 85.0), ("our_trust", 90.0), ("their_commitment", 45.0), ("their_trust", 72.0)] {
        book.number(acme, column, points)?;
    }
    let bolt = book.add("BOLT")?;
    book.money(bolt, "sales", 20_000_00)?;

    let mut policy = book.policy()?;
    policy.set("matrix.bands", "40,70")?;
    let model = book.fit(&policy)?;
    let result = book.apply(&model)?;
    for id in ["ACME", "BOLT"] {
        let said = |column| result.text(id, column).map(|text| text.unwrap_or("unknown".into()));
        println!("{id}: key {}, {}, gap {}", said("key")?, said("relationship_level")?, said("gap")?);
    }
    let why = result.explain("ACME")?;
    for (factor, sentence) in why.column("factor")?.iter().zip(why.column("text")?) {
        if factor.as_deref() == Some("relationship_level") {
            println!("  {}", sentence.unwrap_or_default());
        }
    }
    let mut today = Portfolio::new("EUR")?;
    let cord = today.add("CORD")?;
    today.money(cord, "sales", 150_000_00)?;
    println!("CORD: class {} by the model of yesterday", today.apply(&model)?.text("CORD", "sales_class")?.unwrap_or_default());
    if let Err(refused) = book.number(acme, "their_trust", 172.0) {
        let part = |one: &Option<String>| one.clone().unwrap_or_default();
        println!("refused: {} of row {} is {}, expected {}", part(&refused.column), part(&refused.row), part(&refused.value), part(&refused.expected));
    }
    let trust = vec![72.0, 50.0];
    let (at, mut lent) = (trust.as_ptr(), Portfolio::new("EUR")?);
    let mut customers = lent.columns("customers", 2)?;
    customers.texts("customer", &["ACME", "BOLT"])?;
    customers.texts("sales", &["120000.00", "20000.00"])?;
    customers.numbers("their_trust", trust)?;
    lent.put(customers)?;
    let facts = lent.facts("customers")?;
    let seen = facts.numbers("their_trust")?;
    println!("their_trust {:?}, {}", seen, if seen.as_ptr() == at { "not copied" } else { "copied" });
    if let Some((cutoff, inside, total)) = patron::cutoff(&[50.0, 30.0, 15.0, 5.0], 800_000)? {
        println!("80 % of {total} are made by {inside} customers, from {cutoff} on");
    }
    Ok(())
}
