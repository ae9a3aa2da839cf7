package io.shouyin.bench;

import io.shouyin.bench.Cards.Card;
import io.shouyin.terminal.line.GatewayLine;
import java.util.List;

/// A terminal that sells, on one connection.
final class SaleLane implements Load.Lane {

    private final BenchTerminal terminal;
    private final List<Card> cards;
    private int next;
    private GatewayLine line;

    /// @param first index of the first card; they are taken in turn
    SaleLane(BenchTerminal terminal, List<Card> cards, int first) {
        this.terminal = terminal;
        this.cards = cards;
        this.next = first % cards.size();
    }

    @Override
    public void open() throws Exception {
        line = terminal.connect();
    }

    @Override
    public String request() throws Exception {
        Card card = cards.get(next);
        next = (next + 1) % cards.size();
        return terminal.sell(line, card);
    }

    @Override
    public void close() {
        line.close();
    }
}
