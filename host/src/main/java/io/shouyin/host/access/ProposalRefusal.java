package io.shouyin.host.access;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why a proposal, or its approval, says no.
public enum ProposalRefusal implements Refusal {
    PROPOSAL_UNKNOWN(HttpStatus.NOT_FOUND, "没有这项提议", "There is no such proposal"),
    PROPOSAL_SECOND_PERSON_NEEDED(HttpStatus.FORBIDDEN, "须由另一人批准,提出人不能自己批准", "Another person must approve, not the one who proposed"),
    PROPOSAL_ROLE_NEEDED(HttpStatus.FORBIDDEN, "您的角色不能决定这类提议", "Your role does not decide proposals of this kind"),
    PROPOSAL_FOR_ONESELF(HttpStatus.FORBIDDEN, "涉及自己账号的提议须由别人批准", "Nobody approves what concerns the own account"),
    PROPOSAL_UNDER_WAY(HttpStatus.CONFLICT, "已有待批准的提议", "A proposal for this waits for approval already"),
    PROPOSAL_EXPIRED(HttpStatus.CONFLICT, "该提议已过期,请重新提出", "The proposal has expired: propose it again"),
    PROPOSAL_ENDED(HttpStatus.CONFLICT, "该提议已有结论", "The proposal has been decided");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    ProposalRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    @Override
    public String zh() {
        return zh;
    }

    @Override
    public String en() {
        return en;
    }
}
