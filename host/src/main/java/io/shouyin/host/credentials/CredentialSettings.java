package io.shouyin.host.credentials;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.credentials.*`.
///
/// @param initialPasswordDigits length of the passwords that are issued
/// @param codesPerHourMax how many codes a terminal may have sent within an hour
/// @param cardKindsFile which cards are debit and which credit, for step-up rules: a CSV table of prefixes, as the card scheme gives it out
@Validated
@ConfigurationProperties("shouyin.credentials")
record CredentialSettings(@DefaultValue("8") @Min(6) @Max(12) int initialPasswordDigits,
                          @DefaultValue("20") @Min(1) @Max(1000) int codesPerHourMax,
                          Optional<Path> cardKindsFile) {}
