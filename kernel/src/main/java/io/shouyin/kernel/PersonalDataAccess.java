package io.shouyin.kernel;

/// The capability to read a clear number of a person or a company. Whoever asks for it shows up in a search for its name.
public final class PersonalDataAccess {

    private static final PersonalDataAccess GRANTED = new PersonalDataAccess();

    private PersonalDataAccess() {}

    /// Grants access. Call it as close to the use as possible and never keep what it revealed.
    public static PersonalDataAccess granted() {
        return GRANTED;
    }
}
