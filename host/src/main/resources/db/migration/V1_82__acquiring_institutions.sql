-- Field 44 of an approval as the network gave it: the issuer's number and the acquirer's, 11 characters each. It is on the receipt.
ALTER TABLE acquiring.transaction ADD COLUMN institutions text;
