package io.shouyin.host.credentials;

/// Which factors beside passwords can be shown at a terminal.
///
/// @param code one can be sent, or somebody has an authenticator application
/// @param finger somebody has enrolled one
/// @param supervisorsFinger the supervisor has
record SecondFactors(boolean code, boolean finger, boolean supervisorsFinger) {

    static final SecondFactors NONE = new SecondFactors(false, false, false);

    boolean any() {
        return code || finger;
    }

    boolean canShow(Requirement.AllOf group) {
        return group.allOf().stream().allMatch(this::canShow);
    }

    private boolean canShow(Leaf leaf) {
        return switch (leaf.factor()) {
            case ONE_TIME_CODE -> code;
            case FINGERPRINT -> switch (leaf.actor()) {
                case SELF -> finger;
                case SUPERVISOR -> supervisorsFinger;
            };
            case TXN_PASSWORD, SUPERVISOR_PASSWORD, CARD_PASSWORD, PIN -> true;
        };
    }
}
