-- Maps the published files of Classic Models, a dealer in model cars, to fact tables. Cancelled orders were no sales.

CREATE VIEW customers AS
SELECT customer_id AS customer, customer_name AS name, 'Dealer' AS layer,
       NULLIF(territory, '') AS territory, NULLIF(sales_rep, '') AS owner, credit_limit AS credit_limit_previous
FROM classicmodels_customers;

-- An order's total in cents.
CREATE VIEW totals AS
SELECT order_id, customer_id, order_date, SUM(CAST(quantity AS INTEGER) * CAST(ROUND(price_each * 100) AS INTEGER)) AS cents
FROM classicmodels_order_lines
WHERE status <> 'Cancelled'
GROUP BY order_id, customer_id, order_date;

-- A payment names no order: it belongs to the order of the same customer and total, if it was not made before it.
CREATE VIEW settled AS
SELECT order_id, MIN(payment_date) AS paid
FROM totals JOIN classicmodels_payments AS payment USING (customer_id)
WHERE CAST(ROUND(payment.amount * 100) AS INTEGER) = totals.cents AND payment_date >= order_date
GROUP BY order_id;

-- Terms are not published: 30 days from the order are assumed, for the orders whose payment is known.
CREATE VIEW ledger AS
SELECT customer_id AS customer, order_date AS date,
       printf('%.2f', CAST(quantity AS INTEGER) * CAST(ROUND(price_each * 100) AS INTEGER) / 100.0) AS amount,
       printf('%.2f', CAST(quantity AS INTEGER) * (CAST(ROUND(price_each * 100) AS INTEGER) - CAST(ROUND(buy_price * 100) AS INTEGER)) / 100.0) AS margin,
       product_line AS category, order_id AS "order", quantity,
       CASE WHEN paid IS NOT NULL THEN date(order_date, '+30 days') END AS due, paid
FROM classicmodels_order_lines LEFT JOIN settled USING (order_id)
WHERE status <> 'Cancelled';

-- Costs of serving are not published either; these are assumptions: an order costs 80.00 to take and ship, a line of it 6.00, and a customer with a representative gets six visits of 150.00.
CREATE VIEW activities AS
SELECT customer_id AS customer, 'orders' AS activity, COUNT(DISTINCT order_id) AS per_year, '80.00' AS cost, 'no' AS needs_face_to_face
FROM classicmodels_order_lines WHERE status <> 'Cancelled' AND order_date >= '2004-06-01' GROUP BY customer_id
UNION ALL
SELECT customer_id, 'order lines', COUNT(*), '6.00', 'no'
FROM classicmodels_order_lines WHERE status <> 'Cancelled' AND order_date >= '2004-06-01' GROUP BY customer_id
UNION ALL
SELECT customer_id, 'visits', 6, '150.00', 'yes' FROM classicmodels_customers WHERE sales_rep <> '';
