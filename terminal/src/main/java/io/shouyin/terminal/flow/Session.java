package io.shouyin.terminal.flow;

import io.shouyin.kernel.OperatorNumber;
import io.shouyin.terminal.device.SecretEntry;
import java.util.Optional;

/// Who is logged on. For the administrator and the supervisor the PIN pad keeps the password as long as they are, since
/// each of their requests carries it sealed; it is wiped when they leave.
final class Session implements AutoCloseable {

    private final OperatorNumber operator;
    private Optional<SecretEntry> password;

    Session(OperatorNumber operator, Optional<SecretEntry> password) {
        this.operator = operator;
        this.password = password;
    }

    OperatorNumber operator() {
        return operator;
    }

    SecretEntry password() {
        return password.orElseThrow();
    }

    /// The password was changed.
    void replacePassword(SecretEntry next) {
        password.ifPresent(SecretEntry::close);
        password = Optional.of(next);
    }

    @Override
    public void close() {
        password.ifPresent(SecretEntry::close);
        password = Optional.empty();
    }
}
