package io.shouyin.host.notify;

import io.shouyin.host.notify.NotTaken.Reason;
import io.shouyin.host.platform.ProviderSecret;
import io.shouyin.kernel.SecretAccess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A provider behind HTTP: `POST {"id","to","text","purpose","expiresAt"}`, answered 2xx with `{"messageId"}` if it has one.
///
/// `Shouyin-Signature: t=<seconds since 1970>,v1=<hex>` is HMAC-SHA-256 under the shared key over the digits of `t`, a dot and the body: who gets it
/// checks it and refuses what is old. `Idempotency-Key` is the message's id: who has seen it answers as before and sends nothing.
final class WebhookProvider implements SmsProvider {

    private static final String NAME = "webhook";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_CHARACTERS_MIN = 32;
    private static final int KEY_CHARACTERS_MAX = 256;
    private static final int ANSWER_BYTES_MAX = 16_384;

    private final URI url;
    private final WebhookSettings settings;
    private final InstantSource clock;
    private final JsonMapper json;
    private final SecretKeySpec key;
    private final HttpClient http;
    private volatile boolean up = true;

    WebhookProvider(URI url, WebhookSettings settings, InstantSource clock, JsonMapper json) {
        this.url = url;
        this.settings = settings;
        this.clock = clock;
        this.json = json;
        this.key = new SecretKeySpec(ProviderSecret.read(settings.keyFile(), "shouyin.notify.webhook.key-file", KEY_CHARACTERS_MIN, KEY_CHARACTERS_MAX)
                .getBytes(StandardCharsets.UTF_8), HMAC);
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.answerWait()).build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public Handover hand(SmsMessage message) {
        CompletableFuture<HttpResponse<byte[]>> asked = http.sendAsync(request(message),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            HttpResponse<byte[]> answer = asked.get(settings.answerWait().toMillis(), TimeUnit.MILLISECONDS);
            up = true;
            return judge(message, answer);
        } catch (TimeoutException | ExecutionException silent) {
            up = false;
            return declined(Reason.NO_ANSWER, "");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return declined(Reason.NO_ANSWER, "");
        } finally {
            asked.cancel(true);
        }
    }

    private HttpRequest request(SmsMessage message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", message.id().toString());
        body.put("to", message.phone().e164());
        body.put("text", new String(message.text().reveal(SecretAccess.granted()), StandardCharsets.UTF_8));
        body.put("purpose", message.purpose().name());
        body.put("expiresAt", message.expiresAt().toString());
        byte[] bytes = json.writeValueAsBytes(body);
        return HttpRequest.newBuilder(url).header("Content-Type", "application/json").header("Idempotency-Key", message.id().toString())
                .header("Shouyin-Signature", signature(bytes)).POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build();
    }

    private String signature(byte[] body) {
        try {
            String seconds = Long.toString(clock.instant().getEpochSecond());
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update((seconds + '.').getBytes(StandardCharsets.US_ASCII));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    private Handover judge(SmsMessage message, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return new Handover.Accepted(messageId(message, answer.body()));
        }
        boolean forNow = status / 100 == 5 || status == 408 || status == 425 || status == 429;
        return declined(forNow ? Reason.BUSY : Reason.REFUSED, Integer.toString(status));
    }

    /// The provider's, or ours if it gave none.
    private String messageId(SmsMessage message, byte[] answer) {
        try {
            return json.readTree(answer).path("messageId").asString(message.id().toString());
        } catch (JacksonException none) {
            return message.id().toString();
        }
    }

    private static Handover declined(Reason reason, String code) {
        return new Handover.Declined(new NotTaken(NAME, reason, code));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
