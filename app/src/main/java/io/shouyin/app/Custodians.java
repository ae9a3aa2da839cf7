package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.Custody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The people who each have a part of what opens an LMK, in the order in which the parts are joined. Where two are needed, each has a name:
/// given with the verb, or typed beside the part.
final class Custodians {

    private static final int SHARED_MIN = 2;
    private static final List<String> PLACES = List.of("第一位保管人 / first custodian", "第二位保管人 / second custodian");

    private final boolean shared;
    private final List<String> names;

    private Custodians(boolean shared, List<String> names) {
        this.shared = shared;
        this.names = new ArrayList<>(names);
    }

    /// Who only open: one or two, without names.
    static Custodians unnamed() {
        return new Custodians(false, List.of());
    }

    /// @throws Fault `OPTION_INVALID` for more than one name, or as [Custody#alone]
    static Custodians alone(List<String> names) {
        if (names.size() > 1) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--single-custodian is one person, and has one name at most");
        }
        Custody.alone(names.stream().findFirst());
        return new Custodians(false, names);
    }

    /// @param names none if they are typed
    /// @throws Fault as [Custody#shared]
    static Custodians shared(List<String> names) {
        if (!names.isEmpty()) {
            Custody.shared(names);
        }
        return new Custodians(true, names);
    }

    /// Who they are, once they were asked for their parts.
    Custody custody() {
        return shared ? Custody.shared(names) : Custody.alone(names.stream().findFirst());
    }

    /// Parts that were given: one for each custodian.
    ///
    /// @throws Fault `SECOND_CUSTODIAN_NEEDED`, `CUSTODIAN_NAME_NEEDED`
    <T> List<T> requireEnough(List<T> parts) {
        if (shared && parts.size() < SHARED_MIN) {
            throw new Fault("SECOND_CUSTODIAN_NEEDED", Recovery.FIX_THE_INPUT,
                    "a second custodian's part is needed: give the file option twice, or say --single-custodian");
        }
        if (shared && names.isEmpty()) {
            PLACES.forEach(place -> introduced(place, Custodians::nameNeeded));
        }
        if (shared && parts.size() != names.size()) {
            throw nameNeeded();
        }
        return parts;
    }

    /// Typed one after the other, without echo. Where one is enough, the second may be left out.
    ///
    /// @param otherwise where nothing can be typed
    List<Secret> typed(String what, Supplier<Fault> otherwise) {
        if (!shared) {
            Secret first = Typed.secret(PLACES.getFirst() + ": " + what, otherwise);
            Secret second = Typed.secret("第二位保管人,只有一位则按回车 / second custodian, Enter if there is only one: " + what, otherwise);
            return second.isEmpty() ? List.of(first) : List.of(first, second);
        }
        Stream<String> people = names.isEmpty() ? PLACES.stream().map(place -> introduced(place, otherwise)) : List.copyOf(names).stream();
        return people.map(name -> Typed.secret(name + ": " + what, otherwise)).toList();
    }

    private String introduced(String place, Supplier<Fault> otherwise) {
        names.add(Typed.text(place + ": 姓名 / name", otherwise));
        if (names.size() < SHARED_MIN) {
            Custody.alone(names.stream().findFirst());                // in a form that a name has
        } else {
            Custody.shared(names);
        }
        return names.getLast();
    }

    private static Fault nameNeeded() {
        return new Fault("CUSTODIAN_NAME_NEEDED", Recovery.FIX_THE_INPUT, "each custodian has a name, which is kept: give --custodian NAME for each part");
    }
}
