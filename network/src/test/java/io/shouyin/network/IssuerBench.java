package io.shouyin.network;

import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.Pan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// An issuer with seven cards and a fake PIN check, for tests that need no socket.
final class IssuerBench {

    static final String DEBIT = "6216261000000000018";
    static final String CREDIT = CardFiles.withCheckDigit("622588100000002");
    static final String SHORT = CardFiles.withCheckDigit("621700100000000003");
    static final String SMALL = CardFiles.withCheckDigit("621700100000000004");
    static final String LOST = CardFiles.withCheckDigit("621626100000000005");
    static final String STOLEN = CardFiles.withCheckDigit("622588100000006");
    static final String EXPIRED = CardFiles.withCheckDigit("621700100000000007");

    static final byte[] RIGHT_PIN = {1};
    static final byte[] WRONG_PIN = {2};
    static final byte[] UNREADABLE_PIN = {3};

    static final List<Account.Terms> TERMS = List.of(
            terms(1, DEBIT, CardKind.DEBIT, Account.Block.NONE, 100_000, 80_000, 90_000, "3012"),
            terms(2, CREDIT, CardKind.CREDIT, Account.Block.NONE, 200_000, 100_000, 200_000, "3012"),
            terms(3, SHORT, CardKind.DEBIT, Account.Block.NONE, 100, 80_000, 90_000, "3012"),
            terms(4, SMALL, CardKind.DEBIT, Account.Block.NONE, 100_000, 1_000, 2_500, "3012"),
            terms(5, LOST, CardKind.DEBIT, Account.Block.LOST, 100_000, 80_000, 90_000, "3012"),
            terms(6, STOLEN, CardKind.CREDIT, Account.Block.STOLEN, 100_000, 80_000, 90_000, "3012"),
            terms(7, EXPIRED, CardKind.DEBIT, Account.Block.NONE, 100_000, 80_000, 90_000, "2602"));

    private IssuerBench() {}

    static Account.Terms terms(int card, String pan, CardKind kind, Account.Block block, long openingFen, long singleLimitFen,
                               long dailyLimitFen, String expiry) {
        return new Account.Terms(card, pan, kind, block, openingFen, singleLimitFen, dailyLimitFen, expiry, track2(pan, expiry),
                "0000", "0000");
    }

    static String track2(String pan, String expiry) {
        return pan + "=" + expiry + "2200000000000";
    }

    static Issuer open(Path journal, TestClock clock) {
        return new Issuer(TERMS, journal, (block, _) -> switch (block[0]) {
            case 1 -> PinCheck.Verdict.RIGHT;
            case 2 -> PinCheck.Verdict.WRONG;
            default -> PinCheck.Verdict.UNREADABLE;
        }, new FakeChips(), clock, new Random(20260302));
    }

    /// The chip says what it wants to be found: its cryptogram begins with 1 if it is right, with 3 if it has carried out a script, too.
    private static final class FakeChips implements ChipCheck {

        @Override
        public Verdict check(ChipRequest chip, Account.Terms terms, Movement movement, long amountFen) {
            byte said = chip.data().value(Field55.CRYPTOGRAM)[0];
            return new Verdict(said == 1 || said == 3, said == 3);
        }

        @Override
        public byte[] answer(ChipRequest chip, Account.Terms terms, String code, boolean unblocksPin) {
            return (code + (unblocksPin ? "!" : "")).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /// A sale with the credit card's chip.
    ///
    /// @param said the first byte of the cryptogram
    static IssuerRequest.Authorization chipSale(int trace, int counter, int said) {
        IssuerRequest.Authorization sale = sale(trace, CREDIT, 1_000, null, "tag-%d-%d-%d".formatted(trace, counter, said));
        Field55 data = Field55.empty().with(Field55.CRYPTOGRAM, new byte[] {(byte) said, 0, 0, 0, 0, 0, 0, 0})
                .with(Field55.COUNTER, new byte[] {(byte) (counter >> 8), (byte) counter});
        return new IssuerRequest.Authorization(sale.movement(), sale.key(), sale.contentTag(), sale.original(), sale.pan(), sale.amountFen(), sale.expiry(),
                sale.track2(), sale.pinBlock(), Optional.of(new ChipRequest(data, "01")), sale.rrn(), sale.partly());
    }

    static TransactionKey key(int trace) {
        return new TransactionKey("0302040000", "%06d".formatted(trace), "00010000", "00000001");
    }

    static IssuerRequest.Authorization sale(int trace, String pan, long amountFen, byte[] pin) {
        return sale(trace, pan, amountFen, pin, "tag-%d-%d".formatted(trace, amountFen));
    }

    static IssuerRequest.Authorization sale(int trace, String pan, long amountFen, byte[] pin, String contentTag) {
        return new IssuerRequest.Authorization(Movement.SALE, key(trace), contentTag, Optional.empty(), Pan.of(pan), amountFen, Optional.empty(),
                Optional.empty(), Optional.ofNullable(pin), Optional.empty(), "06110000%04d".formatted(trace), false);
    }

    static IssuerRequest.Authorization preAuth(int trace, String pan, long amountFen) {
        IssuerRequest.Authorization sale = sale(trace, pan, amountFen, RIGHT_PIN);
        return new IssuerRequest.Authorization(Movement.PRE_AUTH, sale.key(), sale.contentTag(), Optional.empty(), sale.pan(), amountFen, Optional.empty(),
                Optional.empty(), sale.pinBlock(), Optional.empty(), sale.rrn(), false);
    }

    /// What follows, from another terminal and without a PIN.
    static IssuerRequest.Authorization follow(Movement movement, int trace, Movement originalMovement, int originalTrace, String pan, long amountFen) {
        IssuerRequest.Authorization sale = sale(trace, pan, amountFen, null);
        return new IssuerRequest.Authorization(movement, followKey(trace), sale.contentTag(), Optional.of(OriginalReference.of(originalMovement, key(originalTrace))), sale.pan(),
                amountFen, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), sale.rrn(), false);
    }

    static IssuerRequest.Authorization balance(int trace, String pan, byte[] pin) {
        IssuerRequest.Authorization sale = sale(trace, pan, 0, pin);
        return new IssuerRequest.Authorization(Movement.BALANCE, sale.key(), sale.contentTag(), Optional.empty(), sale.pan(), 0, Optional.empty(), Optional.empty(),
                sale.pinBlock(), Optional.empty(), sale.rrn(), false);
    }

    static IssuerRequest.Authorization partly(int trace, String pan, long amountFen) {
        IssuerRequest.Authorization sale = sale(trace, pan, amountFen, RIGHT_PIN);
        return new IssuerRequest.Authorization(Movement.SALE, sale.key(), sale.contentTag(), Optional.empty(), sale.pan(), amountFen, Optional.empty(), Optional.empty(),
                sale.pinBlock(), Optional.empty(), sale.rrn(), true);
    }

    static TransactionKey followKey(int trace) {
        return new TransactionKey("0303040000", "%06d".formatted(trace), "00010000", "00000002");
    }

    static IssuerRequest.Reversal followReversal(int trace, long amountFen) {
        return new IssuerRequest.Reversal(followKey(trace), Optional.empty(), amountFen, "98");
    }

    static IssuerRequest.Reversal reversal(int trace, long amountFen) {
        return new IssuerRequest.Reversal(key(trace), Optional.empty(), amountFen, "98");
    }

    static long availableFen(Issuer issuer, String pan) {
        return standing(issuer, pan).availableFen();
    }

    static Issuer.Standing standing(Issuer issuer, String pan) {
        return issuer.standings().stream().filter(card -> card.pan().equals(Pan.of(pan))).findFirst().orElseThrow();
    }
}
