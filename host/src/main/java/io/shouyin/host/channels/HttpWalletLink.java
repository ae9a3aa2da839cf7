package io.shouyin.host.channels;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/// Over HTTP. An answer has a limit of length and of time.
@Component
final class HttpWalletLink implements WalletLink {

    private static final long ANSWER_BYTES_MAX = 16 * 1024;

    private final WalletSettings settings;
    private final HttpClient http;

    HttpWalletLink(WalletSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder().connectTimeout(settings.connectTimeout()).build();
    }

    @PreDestroy
    void stop() {
        http.shutdownNow();
    }

    @Override
    public Answer call(String path, String body, String signature) throws IOException, InterruptedException {
        try {
            HttpResponse<String> answer = inTime(HttpRequest.newBuilder(settings.url().orElseThrow().resolve(path)).timeout(settings.answerWait())
                    .header("Content-Type", "application/json").header(SIGNATURE, signature).POST(BodyPublishers.ofString(body)).build());
            return new Answer(answer.statusCode(), answer.body(), answer.headers().firstValue(SIGNATURE).orElse(""));
        } catch (HttpConnectTimeoutException nobodyThere) {
            throw (ConnectException) new ConnectException("nobody listens there").initCause(nobodyThere);
        }
    }

    /// With its last byte: the client's own timeout ends with the headers.
    private HttpResponse<String> inTime(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX));
        try {
            return answer.get(settings.answerMax().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("the wallet's answer was not complete in time", late);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
