package io.shouyin.host.credentials;

import io.shouyin.host.credentials.SecretController.Form;
import io.shouyin.host.credentials.SecretController.ValidityWanted;
import tools.jackson.databind.json.JsonMapper;

/// What a standing secret has to be like, or when it opens anything: what of the two is to be changed, as a proposal has it.
record SecretTerms(Form form, ValidityWanted validity) {

    static SecretTerms of(String json) {
        return JsonMapper.shared().readValue(json, SecretTerms.class);
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    boolean loosen(SecretDesk desk, Subject subject) {
        return form == null ? desk.loosens(subject, validity.validity()) : desk.loosens(subject, form.form());
    }

    void put(SecretDesk desk, Subject subject) {
        if (form == null) {
            desk.limit(subject, validity.validity());
        } else {
            desk.putForm(subject, form.form());
        }
    }
}
