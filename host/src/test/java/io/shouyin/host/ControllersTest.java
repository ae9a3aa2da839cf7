package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.web.Allowed;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every controller method says who may call it, in one of the expressions of [Allowed].
@HostTest
class ControllersTest {

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Test
    void methods_allSayWhoMayCallThem() {
        var expressions = Arrays.stream(Allowed.class.getFields()).map(field -> {
            try {
                return (String) field.get(null);
            } catch (IllegalAccessException notPublic) {
                throw new IllegalStateException(notPublic);
            }
        }).collect(Collectors.toSet());
        Set<Method> ours = requestMappingHandlerMapping.getHandlerMethods().values().stream().map(handler -> handler.getMethod())
                .filter(method -> method.getDeclaringClass().getName().startsWith("io.shouyin."))
                .filter(method -> !method.getDeclaringClass().getSimpleName().equals("LastResort")).collect(Collectors.toSet());
        assertThat(ours).isNotEmpty().allSatisfy(method -> {
            var rule = method.getAnnotation(PreAuthorize.class);
            assertThat(rule).as(method + " has @PreAuthorize").isNotNull();
            assertThat(expressions).as(method + " takes it from Allowed").contains(rule.value());
        });
    }
}
