-- The register of merchants.
CALL migration.module('merchants');

CREATE TABLE merchants.merchant (
    merchant_id text PRIMARY KEY CONSTRAINT merchant_id_digits CHECK (merchant_id ~ '^[0-9]{15}$'),
    name        text NOT NULL CONSTRAINT merchant_name_length CHECK (char_length(name) BETWEEN 1 AND 40),
    name_en     text NOT NULL CONSTRAINT merchant_name_en_ascii CHECK (name_en ~ '^[\x20-\x7E]{1,40}$'),
    mcc         text NOT NULL CONSTRAINT merchant_mcc_digits CHECK (mcc ~ '^[0-9]{4}$'),
    city        text NOT NULL CONSTRAINT merchant_city_length CHECK (char_length(city) BETWEEN 1 AND 40),
    phone       text NOT NULL CONSTRAINT merchant_phone_form CHECK (phone ~ '^[0-9+-]{5,20}$'),
    created_at  timestamptz NOT NULL
);
