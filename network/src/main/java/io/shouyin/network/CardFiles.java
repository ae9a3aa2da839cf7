package io.shouyin.network;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// The two card files of the data folder, both mode 600 and written once:
///
/// - `issuer.json`: what the issuer keeps about its cards. It holds PIN verification values and no PIN.
/// - `cards.json`: the drawer of demo cards with their PINs and the keys of their chips, for the demo and the virtual terminal. The only place where a
///   PIN of this network is in clear; the issuer does not read it, and works without it.
///
/// PINs are random, so no two installations share one.
final class CardFiles {

    static final String ISSUER_FILE = "issuer.json";
    static final String DRAWER_FILE = "cards.json";

    private static final DateTimeFormatter YYMM = DateTimeFormatter.ofPattern("yyMM");
    private static final int VALID_MONTHS = 48;
    private static final int TRACK2_CHARACTERS = 37;

    /// The public test number that the examples of the terminal protocol use, with its track.
    private static final String EXAMPLE_PAN = "6216261000000000018";
    private static final String EXAMPLE_TRACK2 = "6216261000000000018=30122200000000000";
    private static final YearMonth EXAMPLE_EXPIRY = YearMonth.of(2030, 12);

    private CardFiles() {}

    /// A demo card before it has a number, a PIN and dates.
    private record Plan(DemoCard.Text name, DemoCard.Text hint, CardKind kind, String panWithoutCheckDigit,
                        Account.Block block, boolean expired, long openingFen, long singleLimitFen, long dailyLimitFen, boolean chipSilent) {

        Plan withSilentChip() {
            return new Plan(name, hint, kind, panWithoutCheckDigit, block, expired, openingFen, singleLimitFen, dailyLimitFen, true);
        }
    }

    private static final List<Plan> PLANS = List.of(
            plan("储蓄卡", "Debit card", "余额 50,000 元", "Balance CNY 50,000", CardKind.DEBIT, "621626100000000001",
                    Account.Block.NONE, false, 5_000_000, 2_000_000, 5_000_000),
            plan("信用卡", "Credit card", "额度 80,000 元", "Limit CNY 80,000", CardKind.CREDIT, "622588100000002",
                    Account.Block.NONE, false, 8_000_000, 5_000_000, 8_000_000),
            plan("余额不足的卡", "Card that is short", "余额 1 元,应答 51", "Balance CNY 1, answers 51", CardKind.DEBIT,
                    "621700100000000003", Account.Block.NONE, false, 100, 2_000_000, 5_000_000),
            plan("小额卡", "Small-sum card", "单笔限额 100 元,应答 61", "At most CNY 100 a sale, answers 61", CardKind.DEBIT,
                    "621700100000000004", Account.Block.NONE, false, 5_000_000, 10_000, 100_000),
            plan("挂失卡", "Lost card", "已挂失,应答 41", "Reported lost, answers 41", CardKind.DEBIT, "621626100000000005",
                    Account.Block.LOST, false, 5_000_000, 2_000_000, 5_000_000),
            plan("被窃卡", "Stolen card", "已报失窃,应答 43", "Reported stolen, answers 43", CardKind.CREDIT, "622588100000006",
                    Account.Block.STOLEN, false, 8_000_000, 5_000_000, 8_000_000),
            plan("过期卡", "Expired card", "已过期,应答 54", "Expired, answers 54", CardKind.DEBIT, "621700100000000007",
                    Account.Block.NONE, true, 5_000_000, 2_000_000, 5_000_000),
            plan("芯片损坏的卡", "Card with a broken chip", "插卡读不出,改刷卡", "Its chip is silent: swipe it", CardKind.CREDIT, "622588100000008",
                    Account.Block.NONE, false, 8_000_000, 5_000_000, 8_000_000).withSilentChip());

    private static Plan plan(String nameZh, String nameEn, String hintZh, String hintEn, CardKind kind, String panWithoutCheckDigit,
                             Account.Block block, boolean expired, long openingFen, long singleLimitFen, long dailyLimitFen) {
        return new Plan(new DemoCard.Text(nameZh, nameEn), new DemoCard.Text(hintZh, hintEn), kind, panWithoutCheckDigit, block,
                expired, openingFen, singleLimitFen, dailyLimitFen, false);
    }

    /// Makes both files if the issuer's is not there.
    ///
    /// @return true if they were made now
    static boolean makeIfMissing(Path dataFolder, NetworkKeys keys, Instant now, RandomGenerator random) {
        if (Files.exists(dataFolder.resolve(ISSUER_FILE))) {
            return false;
        }
        List<DrawerCard> drawer = new ArrayList<>();
        List<Account.Terms> accounts = new ArrayList<>();
        YearMonth thisMonth = YearMonth.from(now.atZone(Account.BUSINESS_ZONE));
        for (Plan plan : PLANS) {
            String pan = withCheckDigit(plan.panWithoutCheckDigit());
            boolean isExample = pan.equals(EXAMPLE_PAN) && !thisMonth.isAfter(EXAMPLE_EXPIRY);
            YearMonth expiryMonth = isExample ? EXAMPLE_EXPIRY
                    : plan.expired() ? thisMonth.minusMonths(5) : thisMonth.plusMonths(VALID_MONTHS);
            String expiry = expiryMonth.format(YYMM);
            String track2 = isExample ? EXAMPLE_TRACK2 : track2(pan, expiry, random);
            String pin = "%06d".formatted(random.nextInt(1_000_000));
            drawer.add(new DrawerCard(plan.name(), plan.hint(), plan.kind(), pan, track2, expiry, pin, "CUP", Chip.of(plan.kind(), pan, plan.chipSilent(), keys)));
            accounts.add(new Account.Terms(accounts.size() + 1, pan, plan.kind(), plan.block(), plan.openingFen(),
                    plan.singleLimitFen(), plan.dailyLimitFen(), expiry, track2, keys.pvvFront(pan, pin), keys.pvvRear(pan, pin)));
        }
        Store.replace(dataFolder.resolve(DRAWER_FILE), Store.JSON_INDENTED.writeValueAsBytes(drawer));
        Store.replace(dataFolder.resolve(ISSUER_FILE),
                Store.JSON_INDENTED.writeValueAsBytes(new IssuerFile(IssuerFile.VERSION, accounts)));
        return true;
    }

    /// Takes over both files of another network's folder if the issuer's is not there.
    ///
    /// @return true if they were taken over now
    /// @throws Fault `NETWORK_CARDS_UNUSABLE`
    static boolean copyIfMissing(Path otherFolder, Path dataFolder) {
        if (Files.exists(dataFolder.resolve(ISSUER_FILE))) {
            return false;
        }
        for (String file : List.of(DRAWER_FILE, ISSUER_FILE)) {
            Store.replace(dataFolder.resolve(file), Store.read(otherFolder.resolve(file), NetworkRefusal.NETWORK_CARDS_UNUSABLE));
        }
        return true;
    }

    /// Puts a chip on each card of a drawer of before there were chips.
    ///
    /// @throws Fault `NETWORK_CARDS_UNUSABLE`
    static void addChipsIfMissing(Path dataFolder, NetworkKeys keys) {
        List<DrawerCard> cards = drawer(dataFolder);
        if (cards.stream().anyMatch(card -> card.chip() == null)) {
            Store.replace(dataFolder.resolve(DRAWER_FILE), Store.JSON_INDENTED.writeValueAsBytes(cards.stream().map(card -> card.withChip(keys)).toList()));
        }
    }

    /// @throws Fault `NETWORK_CARDS_UNUSABLE`
    static List<Account.Terms> readIssuer(Path dataFolder) {
        byte[] content = Store.read(dataFolder.resolve(ISSUER_FILE), NetworkRefusal.NETWORK_CARDS_UNUSABLE);
        try {
            IssuerFile file = Store.JSON.readValue(content, IssuerFile.class);
            Check.argument(file.version() == IssuerFile.VERSION, "the issuer's card file has version 1");
            return file.cards();
        } catch (JacksonException | IllegalArgumentException _) {
            throw new Fault(NetworkRefusal.NETWORK_CARDS_UNUSABLE, Fault.Recovery.FIX_THE_SETUP);
        }
    }

    /// The drawer; empty if somebody took the file away.
    ///
    /// @throws Fault `NETWORK_CARDS_UNUSABLE`
    static List<DemoCard> readDrawer(Path dataFolder) {
        try {
            return drawer(dataFolder).stream()
                    .map(card -> new DemoCard(card.name(), card.hint(), card.kind(), Pan.of(card.pan()), Secret.of(card.track2()),
                            card.expiry(), Secret.of(card.pin()), card.scheme()))
                    .toList();
        } catch (IllegalArgumentException _) {
            throw new Fault(NetworkRefusal.NETWORK_CARDS_UNUSABLE, Fault.Recovery.FIX_THE_SETUP);
        }
    }

    private static List<DrawerCard> drawer(Path dataFolder) {
        Path path = dataFolder.resolve(DRAWER_FILE);
        if (!Files.exists(path)) {
            return List.of();
        }
        byte[] content = Store.read(path, NetworkRefusal.NETWORK_CARDS_UNUSABLE);
        try {
            return Store.JSON.readValue(content, new TypeReference<List<DrawerCard>>() {});
        } catch (JacksonException | IllegalArgumentException _) {
            throw new Fault(NetworkRefusal.NETWORK_CARDS_UNUSABLE, Fault.Recovery.FIX_THE_SETUP);
        }
    }

    /// Number, expiry, service code 220 (chip card, PIN, no limits of use), and random discretionary digits.
    private static String track2(String pan, String expiry, RandomGenerator random) {
        StringBuilder track = new StringBuilder(pan).append('=').append(expiry).append("220");
        while (track.length() < TRACK2_CHARACTERS) {
            track.append((char) ('0' + random.nextInt(10)));
        }
        return track.toString();
    }

    /// ISO/IEC 7812-1 annex B: `621626100000000001` becomes `6216261000000000018`.
    static String withCheckDigit(String digits) {
        for (char check = '0'; check <= '9'; check++) {
            if (Pan.of(digits + check).isLuhnValid()) {
                return digits + check;
            }
        }
        throw new IllegalStateException("one of ten check digits fits");
    }

    private record IssuerFile(int version, List<Account.Terms> cards) {
        static final int VERSION = 1;
    }

    /// An entry of `cards.json`.
    private record DrawerCard(DemoCard.Text name, DemoCard.Text hint, CardKind kind, String pan, String track2, String expiry,
                              String pin, String scheme, Chip chip) {

        DrawerCard withChip(NetworkKeys keys) {
            return new DrawerCard(name, hint, kind, pan, track2, expiry, pin, scheme, chip == null ? Chip.of(kind, pan, false, keys) : chip);
        }

        @Override
        public String toString() {
            return "DrawerCard[" + name.en() + "]";
        }
    }

    /// What is on a chip: the name of its application, and the card's own keys, hex.
    ///
    /// @param silent it does not answer a reader
    private record Chip(String application, String sequence, int cryptogramVersion, String cryptogramKey, String integrityKey, boolean silent) {

        private static final String DEBIT_APPLICATION = "A000000333010101";
        private static final String CREDIT_APPLICATION = "A000000333010102";

        static Chip of(CardKind kind, String pan, boolean silent, NetworkKeys keys) {
            CryptogramVersion version = CryptogramVersion.of(kind);
            HexFormat hex = HexFormat.of().withUpperCase();
            return new Chip(switch (kind) {
                case DEBIT -> DEBIT_APPLICATION;
                case CREDIT -> CREDIT_APPLICATION;
            }, Account.CARD_SEQUENCE, version.number(), hex.formatHex(keys.chipCryptogramKey(version, pan)), hex.formatHex(keys.chipIntegrityKey(version, pan)), silent);
        }

        @Override
        public String toString() {
            return "Chip[" + application + "]";
        }
    }
}
