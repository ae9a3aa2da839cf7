package io.shouyin.host.web;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Names in the description of the API: a record that belongs to a controller, as most do, is named after it. `Detail` alone would be one schema for all of them.
@Configuration(proxyBeanMethods = false)
class SchemaNames {

    @Bean
    ModelResolver namedByTheirOwner(ObjectMapperProvider mapper) {
        return new ModelResolver(mapper.jsonMapper(), new ByTheirOwner()).openapi31(mapper.isOpenapi31());
    }

    private static final class ByTheirOwner extends TypeNameResolver {

        @Override
        protected String nameForClass(Class<?> type, Set<Options> options) {
            String owner = type.getEnclosingClass() == null ? "" : nameForClass(type.getEnclosingClass(), Set.of()).replaceFirst("Controller$", "");
            return owner + super.nameForClass(type, options);
        }
    }
}
