package io.shouyin.network;

/// Somebody who has a wallet.
///
/// @param scheme whose wallet it is
/// @param prefix two digits with which its payment codes begin
/// @param codeDigits how many a code has
record WalletCustomer(String id, String scheme, String nameZh, String nameEn, String prefix, int codeDigits, long balanceFen) {

    WalletCustomer having(long fen) {
        return new WalletCustomer(id, scheme, nameZh, nameEn, prefix, codeDigits, fen);
    }
}
