-- Where the bank returns the buyer to after 3-D Secure; deleted once the payment is decided.
ALTER TABLE orders ADD COLUMN payment_return_url text;
