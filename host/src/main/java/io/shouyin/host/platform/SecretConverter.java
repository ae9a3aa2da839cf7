package io.shouyin.host.platform;

import io.shouyin.kernel.Secret;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/// Lets a settings record hold a password as [Secret], which never prints.
@Component
@ConfigurationPropertiesBinding
class SecretConverter implements Converter<String, Secret> {

    @Override
    public Secret convert(String characters) {
        return Secret.of(characters);
    }
}
