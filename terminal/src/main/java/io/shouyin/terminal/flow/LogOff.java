package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.terminal.device.Status;

/// The end of an operator's shift: the host is told if it is there; the terminal forgets the operator in any case.
final class LogOff {

    private final Machine machine;

    LogOff(Machine machine) {
        this.machine = machine;
    }

    void run() {
        OperatorNumber operator = machine.operator();
        if (machine.link().network() == Status.Network.UP) {
            new CredentialService(machine).ask(TransactionKind.OPERATOR_LOGOFF,
                    sealer -> FactorTlv.empty().with(FactorTlv.OPERATOR, operator.value()), Command.LOG_OFF.text());
        }
        throw new Unwind.LoggedOff(false);
    }
}
