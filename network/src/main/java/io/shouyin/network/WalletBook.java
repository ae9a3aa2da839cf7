package io.shouyin.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the simulated wallet remembers: customers and payments, in one file that is replaced whole before anybody is answered. It is as small as a
/// demonstration.
final class WalletBook {

    static final String FILE = "wallet.json";
    /// Of each customer at first.
    static final long BALANCE_FEN = 1_000_000;

    private final Path file;
    private final Map<String, WalletCustomer> customers = new LinkedHashMap<>();
    private final Map<String, WalletPayment> payments = new LinkedHashMap<>();
    private String noticeUrl;

    private record Kept(String noticeUrl, List<WalletCustomer> customers, List<WalletPayment> payments) {}

    WalletBook(Path folder) {
        file = folder.resolve(FILE);
        Kept kept = Files.exists(file) ? Store.JSON.readValue(Store.read(file, NetworkRefusal.NETWORK_DATA_UNUSABLE), Kept.class) : new Kept(null, opened(), List.of());
        noticeUrl = kept.noticeUrl();
        kept.customers().forEach(one -> customers.put(one.id(), one));
        kept.payments().forEach(one -> payments.put(one.reference(), one));
        save();
    }

    private static List<WalletCustomer> opened() {
        return List.of(new WalletCustomer("1", "ALIPAY", "支付宝", "Alipay", "28", 18, BALANCE_FEN),
                new WalletCustomer("2", "WECHAT", "微信支付", "WeChat Pay", "13", 18, BALANCE_FEN),
                new WalletCustomer("3", "UNIONPAY", "云闪付", "UnionPay QuickPass", "62", 19, BALANCE_FEN),
                new WalletCustomer("4", "ECNY", "数字人民币", "Digital yuan", "01", 19, BALANCE_FEN));
    }

    List<WalletCustomer> customers() {
        return new ArrayList<>(customers.values());
    }

    WalletCustomer customer(String id) {
        return customers.get(id);
    }

    /// In order of arrival.
    List<WalletPayment> payments() {
        return new ArrayList<>(payments.values());
    }

    WalletPayment payment(String reference) {
        return payments.get(reference);
    }

    String noticeUrl() {
        return noticeUrl;
    }

    void noticeUrl(String url) {
        noticeUrl = url;
        save();
    }

    /// Durable when it returns.
    WalletPayment put(WalletPayment payment) {
        payments.put(payment.reference(), payment);
        save();
        return payment;
    }

    /// Moves money and keeps the payment that does it, at once.
    WalletPayment put(WalletPayment payment, String customer, long fen) {
        customers.put(customer, customers.get(customer).having(customers.get(customer).balanceFen() + fen));
        return put(payment);
    }

    private void save() {
        Store.replace(file, Store.JSON.writeValueAsBytes(new Kept(noticeUrl, customers(), payments())));
    }
}
