-- Maps the published file to the table `customers`: one row per client, sales as money, codes as names.
CREATE VIEW customers AS
SELECT CAST(customer_id AS INTEGER) AS customer,
       CASE Channel WHEN '1' THEN 'Horeca' WHEN '2' THEN 'Retail' END AS channel,
       CASE Channel WHEN '1' THEN 'Horeca' WHEN '2' THEN 'Retail' END AS layer,
       CASE Region WHEN '1' THEN 'Lisbon' WHEN '2' THEN 'Oporto' WHEN '3' THEN 'Other' END AS territory,
       (CAST(Fresh AS INTEGER) + CAST(Milk AS INTEGER) + CAST(Grocery AS INTEGER)
        + CAST(Frozen AS INTEGER) + CAST(Detergents_Paper AS INTEGER) + CAST(Delicassen AS INTEGER)) || '.00' AS sales
FROM wholesale_customers;
