package io.shouyin.network;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The simulated issuer: decides on what moves money, undoes it, and remembers both.
///
/// **Promises.** An answer is on the disk before it is returned. The same request (fields 7, 11, 32, 41) with the same content
/// gets the same answer and is posted once; with other content it is refused with 94. A reversal undoes its original
/// once, however often it comes; one whose original is unknown is remembered, and that original is then declined with 12. What follows another (a
/// void, a refund, a completion) is held to what is left of it; what is followed is not undone before what follows.
///
/// **How.** One lock guards all accounts and everything remembered; under it an answer is decided and appended to the
/// [Journal], in that order, so that memory and file tell the same story. The wait for the disk is outside.
///
/// It does not check MACs or formats (that is [NetworkDesk]) and keeps no clear PIN.
final class Issuer implements AutoCloseable {

    private final Map<Pan, Account> byPan = new HashMap<>();
    private final Map<Integer, Account> byCard = new HashMap<>();
    private final PinCheck pinCheck;
    private final ChipCheck chipCheck;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TransactionKey, Known> known = new HashMap<>();
    private final Map<OriginalReference, Known.Answered> originals = new HashMap<>();

    /// Opens the journal and rebuilds where every account stands.
    Issuer(List<Account.Terms> cards, Path journalFile, PinCheck pinCheck, ChipCheck chipCheck, InstantSource clock, RandomGenerator random) {
        for (Account.Terms terms : cards) {
            Account account = new Account(terms);
            Check.argument(byPan.put(account.pan(), account) == null, "two cards do not share a number");
            Check.argument(byCard.put(terms.card(), account) == null, "two cards do not share an index");
        }
        this.pinCheck = pinCheck;
        this.chipCheck = chipCheck;
        this.clock = clock;
        this.random = random;
        this.journal = Journal.open(journalFile, clock.instant(), entry -> apply(entry, 0));
    }

    /// Decides on a request.
    IssuerAnswer authorize(IssuerRequest.Authorization request) {
        return decide(request, Optional.empty());
    }

    /// Declines a request with a code of our choice, and remembers it like any other answer.
    IssuerAnswer decline(IssuerRequest.Authorization request, String code) {
        return decide(request, Optional.of(code));
    }

    private IssuerAnswer decide(IssuerRequest.Authorization request, Optional<String> forcedCode) {
        Said said;
        lock.lock();
        try {
            Known before = known.get(request.key());
            said = switch (before) {
                case Known.Answered answered -> repeat(answered, request);              // 1 known: the same again, or 94, or 12
                case Known.Tombstone tombstone -> new Said(ResponseCode.TRANSACTION_INVALID.code(), "", tombstone.offset(),
                        IssuerAnswer.Origin.REPEATED);
                case null -> {
                    Instant now = clock.instant();
                    JournalEntry entry = forcedCode
                            .<JournalEntry>map(code -> declined(request, code, now))
                            .orElseGet(() -> judge(request, now));                      // 2 decided
                    long offset = journal.append(entry);                                // 3 written
                    apply(entry, offset);                                               // 4 posted
                    yield fresh(request, entry);
                }
            };
        } finally {
            lock.unlock();
        }
        journal.awaitDurable(said.offset());                                            // 5 durable before it is told
        return said.answer();
    }

    private Said repeat(Known.Answered answered, IssuerRequest.Authorization request) {
        boolean same = MessageDigest.isEqual(answered.contentTag.getBytes(StandardCharsets.US_ASCII),
                request.contentTag().getBytes(StandardCharsets.US_ASCII));
        if (!same) {
            return new Said(ResponseCode.TRACE_REPEATED.code(), "", answered.offset(), IssuerAnswer.Origin.REPEATED);
        }
        if (answered.isReversed()) {
            return new Said(ResponseCode.TRANSACTION_INVALID.code(), "", answered.offset(), IssuerAnswer.Origin.REPEATED);
        }
        return said(answered, request, IssuerAnswer.Origin.REPEATED);
    }

    private Said said(Known.Answered answered, IssuerRequest.Authorization request, IssuerAnswer.Origin origin) {
        return new Said(answered.code, answered.authCode, answered.isPartly() ? OptionalLong.of(answered.amountFen) : OptionalLong.empty(),
                answered.movement == Movement.BALANCE ? OptionalLong.of(answered.account.availableFen()) : OptionalLong.empty(), toChip(answered, request),
                answered.offset(), origin);
    }

    private Optional<byte[]> toChip(Known.Answered answered, IssuerRequest.Authorization request) {
        return answered.signedByChip ? request.chip().map(chip -> chipCheck.answer(chip, answered.account.terms(), answered.code, answered.account.isPinUnblockDue()))
                : Optional.empty();
    }

    private Said fresh(IssuerRequest.Authorization request, JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Approved _, JournalEntry.Declined _ -> said((Known.Answered) known.get(request.key()), request, IssuerAnswer.Origin.DECIDED);
            case JournalEntry.Opened _, JournalEntry.Reversed _, JournalEntry.Remembered _, JournalEntry.PinUnlocked _, JournalEntry.ScriptTold _ ->
                throw new IllegalStateException("a request is approved or declined");
        };
    }

    /// The checks, in their order: the first that fails gives the code.
    private JournalEntry judge(IssuerRequest.Authorization request, Instant now) {
        Account account = byPan.get(request.pan());
        if (account == null) {
            return declined(request, ResponseCode.CARD_NUMBER_INVALID, now);
        }
        Account.Terms terms = account.terms();
        Optional<JournalEntry.Chip> chip = request.chip().flatMap(data -> signed(data, request, account));
        if (request.chip().isPresent() && chip.isEmpty()) {
            return declined(request, ResponseCode.CARD_CHECK_FAILED, now);
        }
        JournalEntry decided = judge(request, account, now);
        return chip.map(seen -> decided.signedBy(seen)).orElse(decided);
    }

    /// The chip's cryptogram is right, and its counter was not used before.
    private Optional<JournalEntry.Chip> signed(ChipRequest chip, IssuerRequest.Authorization request, Account account) {
        ChipCheck.Verdict verdict = chipCheck.check(chip, account.terms(), request.movement(), request.amountFen());
        return verdict.right() && !account.hasSeen(chip.counter()) ? Optional.of(new JournalEntry.Chip(chip.counter(), verdict.scriptDone())) : Optional.empty();
    }

    private JournalEntry judge(IssuerRequest.Authorization request, Account account, Instant now) {
        Account.Terms terms = account.terms();
        ResponseCode block = switch (terms.block()) {
            case NONE -> null;
            case LOST -> ResponseCode.CARD_LOST;
            case STOLEN -> ResponseCode.CARD_STOLEN;
        };
        if (block != null) {
            return declined(request, block, now);
        }
        if (account.isExpired(now) || request.expiry().filter(expiry -> !expiry.equals(terms.expiry())).isPresent()) {
            return declined(request, ResponseCode.CARD_EXPIRED, now);
        }
        if (request.track2().filter(track -> !track.equals(terms.track2())).isPresent()) {
            return declined(request, ResponseCode.CARD_CHECK_FAILED, now);
        }
        if (request.amountFen() == 0 && request.movement() != Movement.BALANCE) {
            return declined(request, ResponseCode.AMOUNT_INVALID, now);
        }
        Optional<Known.Answered> original = request.original().map(originals::get);
        Optional<ResponseCode> refusal = (request.movement().isFollowUp() ? refuseFollowUp(request, original, account) : Optional.<ResponseCode>empty())
                .or(() -> request.movement().asksForMore() ? refuseBeyondLimits(request, account, now) : Optional.empty());
        if (refusal.isPresent()) {
            return declined(request, refusal.get(), now);
        }
        int triesAfter = account.pinTries();
        if (account.isPinLocked()) {
            return declined(request, ResponseCode.PIN_TRIES_EXCEEDED, now);
        }
        if (request.pinBlock().isPresent()) {
            switch (pinCheck.check(request.pinBlock().get(), terms)) {
                case RIGHT -> triesAfter = 0;
                case WRONG -> {
                    triesAfter++;
                    ResponseCode code = triesAfter >= Account.PIN_TRIES_MAX
                            ? ResponseCode.PIN_TRIES_EXCEEDED : ResponseCode.PIN_WRONG;
                    return declined(request, code.code(), triesAfter, now);
                }
                case UNREADABLE -> {
                    return declined(request, ResponseCode.PIN_FORMAT_WRONG, now);
                }
            }
        } else if (terms.kind() == CardKind.DEBIT && !request.movement().isFollowUp() && !request.movement().isTold()) {
            return declined(request, ResponseCode.PIN_WRONG, now);
        }
        long takenFen = request.movement().takenFen(request.amountFen(), original.map(Known.Answered::heldFen).orElse(0L));
        boolean beyondFunds = !request.movement().isTold() && takenFen > 0 && takenFen > account.availableFen();
        boolean partly = beyondFunds && request.partly() && request.movement() == Movement.SALE && account.availableFen() > 0;
        if (beyondFunds && !partly) {
            return declined(request, ResponseCode.FUNDS_INSUFFICIENT.code(), triesAfter, now);
        }
        return new JournalEntry.Approved(request.movement(), request.key(), request.contentTag(), terms.card(),
                partly ? account.availableFen() : request.amountFen(), "%06d".formatted(random.nextInt(1_000_000)), request.rrn(), triesAfter, now,
                original.map(found -> found.key).orElse(null), partly ? request.amountFen() : null, null);
    }

    private static Optional<ResponseCode> refuseBeyondLimits(IssuerRequest.Authorization request, Account account, Instant now) {
        Account.Terms terms = account.terms();
        boolean within = request.amountFen() <= terms.singleLimitFen() && request.amountFen() <= terms.dailyLimitFen() - account.spentFen(now);
        return within ? Optional.empty() : Optional.of(ResponseCode.AMOUNT_LIMIT_EXCEEDED);
    }

    private static Optional<ResponseCode> refuseFollowUp(IssuerRequest.Authorization request, Optional<Known.Answered> original, Account account) {
        return original.filter(found -> found.account == account)
                .map(found -> found.refusal(request)).orElse(Optional.of(ResponseCode.ORIGINAL_NOT_FOUND));
    }

    private JournalEntry.Declined declined(IssuerRequest.Authorization request, ResponseCode code, Instant now) {
        return declined(request, code.code(), now);
    }

    private JournalEntry.Declined declined(IssuerRequest.Authorization request, String code, Instant now) {
        Account account = byPan.get(request.pan());
        return declined(request, code, account == null ? 0 : account.pinTries(), now);
    }

    private JournalEntry.Declined declined(IssuerRequest.Authorization request, String code, int triesAfter, Instant now) {
        Account account = byPan.get(request.pan());
        int card = account == null ? JournalEntry.Declined.CARD_UNKNOWN : account.terms().card();
        return new JournalEntry.Declined(request.key(), request.contentTag(), card, code, triesAfter, now, null);
    }

    /// Undoes a request, or remembers that it must not be posted.
    ///
    /// Answers 00 also for what is undone already and for a declined original, where nothing is left to undo; 64 if the
    /// amount is not the original's, 25 if the card is not, 22 if something that stands has followed it.
    IssuerAnswer reverse(IssuerRequest.Reversal reversal) {
        Said said;
        lock.lock();
        try {
            Known before = known.get(reversal.original());
            said = switch (before) {
                case Known.Tombstone tombstone -> reversalSaid(tombstone.offset(), IssuerAnswer.Origin.REPEATED);
                case Known.Answered answered -> {
                    if (answered.account != null
                            && reversal.pan().filter(pan -> !pan.equals(answered.account.pan())).isPresent()) {
                        yield new Said(ResponseCode.ORIGINAL_NOT_FOUND.code(), "", answered.offset(), IssuerAnswer.Origin.DECIDED);
                    }
                    if (!answered.isApproved()) {
                        yield reversalSaid(answered.offset(), IssuerAnswer.Origin.DECIDED);
                    }
                    if (answered.amountFen != reversal.amountFen() && answered.askedFen != reversal.amountFen()) {
                        yield new Said(ResponseCode.AMOUNT_DIFFERS.code(), "", answered.offset(), IssuerAnswer.Origin.DECIDED);
                    }
                    if (answered.isReversed()) {
                        yield reversalSaid(answered.offset(), IssuerAnswer.Origin.REPEATED);
                    }
                    if (answered.isFollowed() || answered.isOfWhatHasEnded()) {
                        yield new Said(ResponseCode.STATE_MISMATCH.code(), "", answered.offset(), IssuerAnswer.Origin.DECIDED);
                    }
                    yield write(new JournalEntry.Reversed(reversal.original(), reversal.reason(), clock.instant()),
                            IssuerAnswer.Origin.REVERSED);
                }
                case null -> write(new JournalEntry.Remembered(reversal.original(), reversal.reason(), clock.instant()),
                        IssuerAnswer.Origin.REMEMBERED);
            };
        } finally {
            lock.unlock();
        }
        journal.awaitDurable(said.offset());
        return said.answer();
    }

    /// Writes down what became of scripts, once an answer. 25 for a request that no chip had signed, 30 for another counter than its chip's.
    IssuerAnswer told(IssuerRequest.ScriptNotice notice) {
        Said said;
        lock.lock();
        try {
            said = !(known.get(notice.original()) instanceof Known.Answered answered) || !answered.signedByChip
                    ? new Said(ResponseCode.ORIGINAL_NOT_FOUND.code(), "", 0, IssuerAnswer.Origin.DECIDED)
                    : !answered.account.hasSeen(notice.counter()) ? new Said(ResponseCode.FORMAT_ERROR.code(), "", 0, IssuerAnswer.Origin.DECIDED)
                    : answered.areScriptsTold() ? reversalSaid(answered.offset(), IssuerAnswer.Origin.REPEATED)
                    : write(new JournalEntry.ScriptTold(notice.original(), notice.results(), clock.instant()), IssuerAnswer.Origin.DECIDED);
        } finally {
            lock.unlock();
        }
        journal.awaitDurable(said.offset());
        return said.answer();
    }

    private Said write(JournalEntry entry, IssuerAnswer.Origin origin) {
        long offset = journal.append(entry);
        apply(entry, offset);
        return reversalSaid(offset, origin);
    }

    private static Said reversalSaid(long offset, IssuerAnswer.Origin origin) {
        return new Said(ResponseCode.APPROVED.code(), "", offset, origin);
    }

    /// Forgets a card's wrong PIN tries, and lets its chip forget them with the next answer.
    ///
    /// @return false if there is no such card
    boolean unlockPin(int card) {
        long offset;
        lock.lock();
        try {
            if (!byCard.containsKey(card)) {
                return false;
            }
            JournalEntry entry = new JournalEntry.PinUnlocked(card, clock.instant());
            offset = journal.append(entry);
            apply(entry, offset);
        } finally {
            lock.unlock();
        }
        journal.awaitDurable(offset);
        return true;
    }

    /// Brings the memory to where the entry leaves it: the same code for what happens now and for the replay.
    private void apply(JournalEntry entry, long offset) {
        switch (entry) {
            case JournalEntry.Opened _ -> { }
            case JournalEntry.Approved a -> {
                Account account = account(a.card());
                account.pinTries(a.pinTries());
                Known.Answered original = a.original() == null ? null : (Known.Answered) known.get(a.original());
                ResponseCode code = a.askedFen() == null ? ResponseCode.APPROVED : ResponseCode.PARTLY_APPROVED;
                Known.Answered answered = new Known.Answered(a.movement(), a.key(), a.contentTag(), code.code(), a.authCode(), account,
                        a.amountFen(), a.askedFen() == null ? a.amountFen() : a.askedFen(), a.at(), original, a.chip() != null, offset);
                answered.post();
                remember(account, a.chip());
                known.put(a.key(), answered);
                originals.put(OriginalReference.of(a.movement(), a.key()), answered);
            }
            case JournalEntry.Declined d -> {
                Account account = d.card() == JournalEntry.Declined.CARD_UNKNOWN ? null : account(d.card());
                if (account != null) {
                    account.pinTries(d.pinTries());
                    remember(account, d.chip());
                }
                known.put(d.key(), new Known.Answered(null, d.key(), d.contentTag(), d.code(), "", account, 0, 0, d.at(), null, d.chip() != null, offset));
            }
            case JournalEntry.Reversed r -> {
                if (!(known.get(r.original()) instanceof Known.Answered answered) || !answered.isApproved() || answered.isReversed()) {
                    throw new IllegalStateException("a reversed entry follows its approved one, once");
                }
                answered.reverse(offset);
            }
            case JournalEntry.Remembered r -> known.put(r.original(), new Known.Tombstone(offset));
            case JournalEntry.ScriptTold told -> ((Known.Answered) known.get(told.original())).scriptsTold(offset);
            case JournalEntry.PinUnlocked u -> {
                account(u.card()).pinTries(0);
                account(u.card()).pinUnblockDue(true);
            }
        }
    }

    private static void remember(Account account, JournalEntry.Chip chip) {
        if (chip != null) {
            account.see(chip.counter());
            account.pinUnblockDue(account.isPinUnblockDue() && !chip.scriptDone());
        }
    }

    private Account account(int card) {
        Account account = byCard.get(card);
        Check.invariant(account != null, "the journal speaks of cards that the card file holds");
        return account;
    }

    /// Where a card stands: for the control port and for tests.
    record Standing(int card, Pan pan, CardKind kind, Account.Block block, String expiry, boolean expired, long availableFen,
                    long singleLimitFen, long dailyLimitFen, long spentTodayFen, int pinTries, boolean pinLocked) {}

    List<Standing> standings() {
        lock.lock();
        try {
            Instant now = clock.instant();
            return byCard.values().stream().map(account -> {
                Account.Terms terms = account.terms();
                return new Standing(terms.card(), account.pan(), terms.kind(), terms.block(), terms.expiry(),
                        account.isExpired(now), account.availableFen(), terms.singleLimitFen(), terms.dailyLimitFen(),
                        account.spentFen(now), account.pinTries(), account.isPinLocked());
            }).sorted(Comparator.comparingInt(Standing::card)).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Every movement so far, from the journal: the memory keeps only what decisions need.
    List<Posting> postings() {
        List<Posting> postings = new ArrayList<>();
        Map<TransactionKey, Posting> posted = new HashMap<>();
        Map<TransactionKey, Long> heldFen = new HashMap<>();
        Map<TransactionKey, TransactionKey> toppedUp = new HashMap<>();
        journal.read(entry -> {
            switch (entry) {
                case JournalEntry.Approved a when a.movement() == Movement.BALANCE -> { }
                case JournalEntry.Approved a -> {
                    Posting posting = posting(a, a.original() == null ? 0 : heldFen.get(a.original()));
                    heldFen.put(a.key(), a.amountFen());
                    if (a.movement() == Movement.PRE_AUTH_TOP_UP) {
                        heldFen.merge(a.original(), a.amountFen(), Long::sum);
                        toppedUp.put(a.key(), a.original());
                    }
                    posted.put(a.key(), posting);
                    postings.add(posting);
                }
                case JournalEntry.Reversed reversed -> {
                    Posting undone = posted.get(reversed.original());
                    if (toppedUp.containsKey(reversed.original())) {
                        heldFen.merge(toppedUp.get(reversed.original()), -undone.amountFen(), Long::sum);
                    }
                    postings.add(undone.reversedAt(reversed.at()));
                }
                case JournalEntry.Opened _, JournalEntry.Declined _, JournalEntry.Remembered _, JournalEntry.PinUnlocked _, JournalEntry.ScriptTold _ -> { }
            }
        });
        return postings;
    }

    private Posting posting(JournalEntry.Approved entry, long heldFen) {
        TransactionKey key = entry.key();
        return new Posting(entry.movement(), false, entry.card(), account(entry.card()).pan().masked(), entry.amountFen(),
                entry.movement().takenFen(entry.amountFen(), heldFen), key.transmittedAt(), key.trace(), key.terminal(), entry.rrn(),
                entry.authCode(), entry.at());
    }

    boolean isBroken() {
        return journal.isBroken();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            journal.close();
        } finally {
            lock.unlock();
        }
    }

    private record Said(String code, String authCode, OptionalLong approvedFen, OptionalLong balanceFen, Optional<byte[]> chip, long offset,
                        IssuerAnswer.Origin origin) {

        Said(String code, String authCode, long offset, IssuerAnswer.Origin origin) {
            this(code, authCode, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), offset, origin);
        }

        IssuerAnswer answer() {
            return new IssuerAnswer(code, authCode, approvedFen, balanceFen, chip, origin);
        }
    }
}
