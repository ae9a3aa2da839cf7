package io.shouyin.host.gateway;

import io.shouyin.host.acquiring.BatchKey;
import io.shouyin.host.acquiring.BatchSettlement;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.ResponseCode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Settlement 0500, batch upload 0320 and its end.
@Component
class SettlementMessages {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String CURRENCY_YUAN = "156";

    private final BatchSettlement settlement;

    SettlementMessages(BatchSettlement settlement) {
        this.settlement = settlement;
    }

    /// Its answer says in field 48 what became of it, and has no field 39.
    Reply settle(Incoming incoming) throws DecodeException {
        Message message = incoming.message();
        if (!message.has(11) || !message.has(48) || message.has(49) && !message.text(49).equals(CURRENCY_YUAN)) {
            return format(incoming);
        }
        Field48.Totals told = Field48.Totals.decode(message.text(48, CARD_DATA));
        BatchSettlement.Verdict answer = settlement.settle(new BatchSettlement.Request(batch(incoming), incoming.session().batch(), told, operator(message)));
        Message.Builder reply = ReplyFields.begin(message, incoming.receivedAt()).copy(message, 49).text(48, answer.totals().encode());
        answer.refusal().filter(_ -> incoming.session().stepUpOnline())                    // who keeps its own passwords knows no field 57
                .ifPresent(why -> reply.bytes(57, FactorTlv.empty().with(FactorTlv.REFUSAL, why.name()).encode()));
        return Reply.of(reply.build());
    }

    Reply upload(Incoming incoming) throws DecodeException {
        Message message = incoming.message();
        if (!message.has(11) || !message.has(48)) {
            return format(incoming);
        }
        Field48.Upload upload = Field48.Upload.decode(message.text(48, CARD_DATA));
        return answer(incoming, settlement.upload(batch(incoming), upload.transactions()));
    }

    Reply end(Incoming incoming) throws DecodeException {
        Message message = incoming.message();
        if (!message.has(11) || !message.has(48)) {
            return format(incoming);
        }
        int announced = Field48.uploadEnd(message.text(48, CARD_DATA));
        BatchSettlement.End end = incoming.field60().networkCode().equals("207") ? BatchSettlement.End.BALANCED : BatchSettlement.End.UNBALANCED;
        return answer(incoming, settlement.end(batch(incoming), end, announced, operator(message)));
    }

    private static BatchKey batch(Incoming incoming) {
        return new BatchKey(incoming.session().merchant(), incoming.session().terminal(), incoming.field60().batch());
    }

    private static Optional<OperatorNumber> operator(Message message) throws DecodeException {
        return message.has(63) ? Optional.of(Field63.operator(message.text(63))) : Optional.empty();
    }

    private static Reply answer(Incoming incoming, ResponseCode code) {
        return Reply.of(ReplyFields.begin(incoming.message(), code, incoming.receivedAt()).build());
    }

    private static Reply format(Incoming incoming) {
        return Reply.of(ReplyFields.refusal(incoming.message(), ResponseCode.FORMAT_ERROR, incoming.receivedAt()));
    }
}
