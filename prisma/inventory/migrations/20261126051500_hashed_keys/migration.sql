-- Keys of adjustStock are texts of clients, behind `adjust-stock:<user id>:`: kept as SHA-256 in
-- base64url, by which the same key is found again.
UPDATE stock_effects
SET key = left(key, 50) || rtrim(translate(encode(sha256(convert_to(substr(key, 51), 'UTF8')), 'base64'), '+/', '-_'), '=')
WHERE starts_with(key, 'adjust-stock:');
