package io.shouyin.host.credentials;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;

/// Caps what a terminal sells for a while, whatever factors are shown. Answered from memory: it is asked for each transaction.
public interface AmountCap {

    Optional<MinorAmount> of(TerminalId terminal);
}
