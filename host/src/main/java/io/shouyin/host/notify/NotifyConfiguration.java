package io.shouyin.host.notify;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// SMPP first, the webhook second, whichever are set up.
@Configuration(proxyBeanMethods = false)
class NotifyConfiguration {

    @Bean(destroyMethod = "close")
    SmsProviders smsProviders(SmppSettings smpp, WebhookSettings webhook, SmsReceipts receipts, InstantSource clock, JsonMapper json) {
        List<SmsProvider> inOrder = new ArrayList<>();
        smpp.host().ifPresent(host -> inOrder.add(new SmppProvider(host, smpp, receipts, clock)));
        webhook.url().ifPresent(url -> inOrder.add(new WebhookProvider(url, webhook, clock, json)));
        return new SmsProviders(inOrder);
    }
}
