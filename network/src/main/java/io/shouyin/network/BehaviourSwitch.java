package io.shouyin.network;

/// Holds the behaviour that is set, and counts it down.
final class BehaviourSwitch {

    private Behaviour current = Behaviour.normal();

    synchronized void set(Behaviour behaviour) {
        current = behaviour;
    }

    synchronized Behaviour current() {
        return current;
    }

    /// The behaviour for one request that has just come.
    synchronized Behaviour take(String messageType) {
        Behaviour taken = current;
        if (!taken.holdsFor(messageType)) {
            return Behaviour.normal();
        }
        if (taken.times() == 1) {
            current = Behaviour.normal();
        } else if (taken.times() > 1) {
            current = taken.times(taken.times() - 1);
        }
        return taken;
    }
}
