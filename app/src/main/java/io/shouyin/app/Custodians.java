package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import java.util.List;
import java.util.function.Supplier;

/// The people who each have a part of what opens an LMK: one or two, in the order in which the parts are joined.
///
/// @param min how many there must be
record Custodians(int min) {

    /// @throws Fault `SECOND_CUSTODIAN_NEEDED`
    <T> List<T> requireEnough(List<T> parts) {
        if (parts.size() < min) {
            throw new Fault("SECOND_CUSTODIAN_NEEDED", Recovery.FIX_THE_INPUT,
                    "a second custodian's part is needed: give the file option twice, or say --single-custodian");
        }
        return parts;
    }

    /// Typed one after the other, without echo. Where one is enough, the second may be left out.
    ///
    /// @param otherwise where nothing can be typed
    List<Secret> typed(String what, Supplier<Fault> otherwise) {
        Secret first = Typed.secret("第一位保管人 / first custodian: " + what, otherwise);
        Secret second = Typed.secret("第二位保管人,只有一位则按回车 / second custodian, Enter if there is only one: " + what, otherwise);
        return requireEnough(second.isEmpty() ? List.of(first) : List.of(first, second));
    }
}
