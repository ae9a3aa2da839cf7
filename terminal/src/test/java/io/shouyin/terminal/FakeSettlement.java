package io.shouyin.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.SettlementSide;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/// The batches of a [FakeHost].
final class FakeSettlement {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();

    private record Posted(int batch, String trace, SettlementSide side, CardOrigin origin, long fen) {}

    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final Map<Integer, Field48.Totals> answers = new HashMap<>();
    /// Trace numbers that the host has lost.
    final Set<String> lost = new HashSet<>();
    /// It knows no batch.
    boolean answersError;
    /// Every line that came, by its batch.
    final Map<Integer, Set<Integer>> uploaded = new HashMap<>();
    /// In their order, each as often as it was settled.
    final List<Integer> settled = new CopyOnWriteArrayList<>();

    void post(Message request, TransactionKind kind, String pan, Optional<String> approved) {
        SettlementSide.of(kind).ifPresent(side -> posted.add(new Posted(batch(request), request.text(11), side, CardOrigin.of(pan), Long.parseLong(approved.orElseThrow()))));
    }

    void reverse(Message request) {
        posted.removeIf(one -> one.batch() == batch(request) && one.trace().equals(request.text(11)));
    }

    /// The batch that a terminal is in which began with `first`.
    int present(int first) {
        return settled.stream().mapToInt(batch -> batch + 1).filter(next -> next > first).max().orElse(first);
    }

    /// Field 48 of the answer.
    String settle(Message request) throws DecodeException {
        int batch = batch(request);
        Field48.Totals told = Field48.Totals.decode(request.text(48, CARD_DATA));
        if (answersError) {
            return new Field48.Totals(told.domestic().with(Result.ERROR), told.foreign().with(Result.ERROR)).encode();
        }
        if (!settled.contains(batch)) {
            Side domestic = sums(batch, CardOrigin.DOMESTIC);
            Side foreign = sums(batch, CardOrigin.FOREIGN);
            answers.put(batch, new Field48.Totals(domestic.with(verdict(domestic, told.domestic())), foreign.with(verdict(foreign, told.foreign()))));
            if (isBalanced(batch)) {
                settled.add(batch);
            }
        }
        return answers.get(batch).encode();
    }

    private boolean isBalanced(int batch) {
        return answers.get(batch).domestic().result() == Result.BALANCED && answers.get(batch).foreign().result() == Result.BALANCED;
    }

    private static Result verdict(Side ours, Side told) {
        return ours.sameTotals(told) ? Result.BALANCED : Result.UNBALANCED;
    }

    private Side sums(int batch, CardOrigin origin) {
        List<Posted> counted = posted.stream().filter(one -> one.batch() == batch && one.origin() == origin && !lost.contains(one.trace())).toList();
        List<Posted> debit = counted.stream().filter(one -> one.side() == SettlementSide.DEBIT).toList();
        List<Posted> credit = counted.stream().filter(one -> one.side() == SettlementSide.CREDIT).toList();
        return new Side(new MinorAmount(debit.stream().mapToLong(Posted::fen).sum()), debit.size(),
                new MinorAmount(credit.stream().mapToLong(Posted::fen).sum()), credit.size(), Result.ASKED);
    }

    String upload(Message request) throws DecodeException {
        int batch = batch(request);
        if (!answers.containsKey(batch) || isBalanced(batch)) {
            return "12";
        }
        Field48.Upload.decode(request.text(48, CARD_DATA)).transactions().stream().filter(line -> line.pan().orElseThrow().reveal(CARD_DATA).equals(Bench.PAN))
                .forEach(line -> uploaded.computeIfAbsent(batch, number -> new TreeSet<>()).add(line.trace().value()));
        return "00";
    }

    String end(Message request) throws DecodeException {
        int batch = batch(request);
        boolean saysBalanced = request.text(60).endsWith("207");
        if (!answers.containsKey(batch) || saysBalanced != isBalanced(batch)) {
            return "12";
        }
        if (!settled.contains(batch)) {
            settled.add(batch);
        }
        return Field48.uploadEnd(request.text(48, CARD_DATA)) == uploaded.getOrDefault(batch, Set.of()).size() ? "00" : "30";
    }

    private static int batch(Message request) {
        try {
            return Field60.decode(request.text(60)).batch().value();
        } catch (DecodeException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }
}
