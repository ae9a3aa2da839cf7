package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.ProcessingRequest;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.util.EnumSet;
import java.util.Set;

/// What the host asks for in the header of its answers 处理要求, until a cashier is back at the menu: to sign in again is done at
/// once; anything else the terminal cannot do by itself and tells, once a sign-in.
///
/// No MAC covers the header, so nothing happens on its word but what anybody may do at any time.
final class HostRequests {

    private final Set<ProcessingRequest> open = EnumSet.noneOf(ProcessingRequest.class);
    private final Set<ProcessingRequest> told = EnumSet.noneOf(ProcessingRequest.class);

    void heard(ProcessingRequest request) {
        if (!told.contains(request)) {
            open.add(request);
        }
    }

    void signedIn() {
        open.remove(ProcessingRequest.SIGN_IN_AGAIN);
        told.clear();
    }

    /// @throws Unwind.Cancelled after telling, if a sign-in failed; it is not tried again before the host asks again
    void attend(Machine machine) {
        if (machine.operator().role() != Role.CASHIER) {
            return;
        }
        for (ProcessingRequest request : ProcessingRequest.values()) {
            if (open.remove(request)) {
                switch (request) {
                    case NONE -> { }
                    case SIGN_IN_AGAIN -> signInAgain(machine);
                    case DOWNLOAD_PARAMETERS, UPLOAD_STATUS, DOWNLOAD_CA_KEYS, DOWNLOAD_IC_PARAMETERS, UPDATE_PROGRAM, DOWNLOAD_BLACKLIST ->
                            tell(machine, request);
                }
            }
        }
    }

    /// What the answer to the sign-in asks for is the same wish, and would never end.
    private void signInAgain(Machine machine) {
        try {
            new SignIn(machine).again();
        } finally {
            open.remove(ProcessingRequest.SIGN_IN_AGAIN);
        }
    }

    private void tell(Machine machine, ProcessingRequest request) {
        told.add(request);
        machine.dialogue().tell("host.request", Text.of("host.request.title"), Tone.WAITING,
                Text.of("host.request", new Text.Both(request.zh(), request.en())), Text.of("host.request.detail"));
    }
}
