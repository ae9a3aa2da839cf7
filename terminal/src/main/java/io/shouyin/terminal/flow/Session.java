package io.shouyin.terminal.flow;

import io.shouyin.kernel.OperatorNumber;
import io.shouyin.terminal.device.SecretEntry;
import java.util.Optional;
import java.util.OptionalInt;

/// Who is logged on. For the administrator and the supervisor the PIN pad keeps the password as long as they are, since
/// each of their requests carries it sealed; it is wiped when they leave.
final class Session implements AutoCloseable {

    private final OperatorNumber operator;
    private Optional<SecretEntry> password;
    private OptionalInt passwordDaysLeft;

    /// @param passwordDaysLeft until the password expires, if that is near
    Session(OperatorNumber operator, Optional<SecretEntry> password, OptionalInt passwordDaysLeft) {
        this.operator = operator;
        this.password = password;
        this.passwordDaysLeft = passwordDaysLeft;
    }

    OperatorNumber operator() {
        return operator;
    }

    SecretEntry password() {
        return password.orElseThrow();
    }

    OptionalInt passwordDaysLeft() {
        return passwordDaysLeft;
    }

    /// The password was changed.
    ///
    /// @param next kept if one was kept before, else closed
    void replacePassword(SecretEntry next) {
        passwordDaysLeft = OptionalInt.empty();
        if (password.isEmpty()) {
            next.close();
            return;
        }
        password.get().close();
        password = Optional.of(next);
    }

    @Override
    public void close() {
        password.ifPresent(SecretEntry::close);
        password = Optional.empty();
    }
}
