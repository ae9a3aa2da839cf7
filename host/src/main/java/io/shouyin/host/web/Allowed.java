package io.shouyin.host.web;

/// Who may do what, as expressions for `@PreAuthorize`: every controller method carries one, a test holds that.
///
/// The roles are those of `access`; they are spelt here because `access` itself stands on this module. An administrator
/// may do what operations, risk, finance and the service desk may (role hierarchy), and reads the audit log.
public final class Allowed {

    /// Whoever is logged in and lacks nothing, and API clients: lists and details without secrets.
    public static final String STAFF = "hasAnyRole('OPERATIONS','RISK','FINANCE','SERVICE_DESK','KEY_OFFICER','AUDITOR','READER')";

    /// Accounts of the console.
    public static final String ADMINISTRATOR = "hasRole('ADMINISTRATOR')";

    /// Approves or rejects what somebody else proposed; which of them may, the kind of proposal says.
    public static final String SECOND_PERSON = "hasAnyRole('ADMINISTRATOR','KEY_OFFICER','RISK')";

    /// The register of merchants and terminals, activation codes.
    public static final String OPERATIONS = "hasRole('OPERATIONS')";

    /// Orders to terminals, and their parameters.
    public static final String ORDERS = "hasAnyRole('OPERATIONS','RISK')";

    public static final String RISK = "hasRole('RISK')";

    public static final String FINANCE = "hasRole('FINANCE')";

    /// Is shown the first password of somebody of a merchant, once: nobody who also resets forgotten ones at the service desk.
    public static final String FIRST_SECRETS = "hasRole('ADMINISTRATOR') or hasRole('OPERATIONS') and !hasRole('SERVICE_DESK')";

    /// Resets and guidance.
    public static final String SERVICE_DESK = "hasAnyRole('SERVICE_DESK','OPERATIONS')";

    /// Receipts, with the signatures of cardholders.
    public static final String RECEIPTS = "hasAnyRole('OPERATIONS','RISK','FINANCE','SERVICE_DESK')";

    /// Approves or rejects what another one of the service desk prepared.
    public static final String SERVICE_DESK_SECOND_PERSON = "hasRole('SERVICE_DESK')";

    /// Key ceremonies: two of them for each step that counts.
    public static final String KEY_OFFICER = "hasRole('KEY_OFFICER')";

    /// The list of keys and ceremonies, without any part.
    public static final String KEYS = "hasAnyRole('KEY_OFFICER','ADMINISTRATOR','AUDITOR')";

    /// The audit log.
    public static final String AUDIT = "hasAnyRole('ADMINISTRATOR','AUDITOR')";

    /// Open to everybody, on purpose: log in, look at one's own session.
    public static final String ANYBODY = "permitAll()";

    /// Logged in, perhaps half way: what a login may lack is shown here. `isAuthenticated()` would ask for all factors.
    public static final String LOGGED_IN = "principal instanceof T(org.springframework.security.core.AuthenticatedPrincipal)";

    /// One's own password: whoever is in, or must change it to be.
    public static final String OWN_PASSWORD = "hasAnyAuthority('LACKS_PASSWORD_CHANGE','LACKS_ENROLMENT') or " + STAFF;

    /// One's own second factors: whoever is in, or needs one to be.
    public static final String OWN_FACTORS = "hasAuthority('LACKS_ENROLMENT') or " + STAFF;

    private Allowed() {}
}
