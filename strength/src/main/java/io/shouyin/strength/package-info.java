/// How easily a password is guessed, and why: advice while somebody types, on the terminal and in the console. [io.shouyin.kernel.PasswordRules] decide,
/// and with them the most common passwords: [io.shouyin.strength.CommonPasswords#broken], asked by terminal, vault and console alike.
///
/// The whole estimate is [io.shouyin.strength.Strength#of]: zxcvbn, with Chinese words and verses, and beside it what zxcvbn does not know: pinyin, verses
/// and runs of keys one after the other. Words and syllables were written for this product.
package io.shouyin.strength;
