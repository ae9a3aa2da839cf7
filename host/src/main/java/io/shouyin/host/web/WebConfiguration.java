package io.shouyin.host.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.module.SimpleModule;

/// Languages, the console's pages and the description of the API.
///
/// The console is one page with many addresses: below `/console/`, what has no dot in its last part is an address of it.
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    private static final String CONSOLE = "classpath:/META-INF/resources/console/";

    @Bean
    LocaleResolver localeResolver() {
        var resolver = new AcceptHeaderLocaleResolver();
        resolver.setSupportedLocales(List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH));
        resolver.setDefaultLocale(Locale.SIMPLIFIED_CHINESE);
        return resolver;
    }

    @Bean
    MessageSource messageSource() {
        var source = new ResourceBundleMessageSource();
        source.setBasename("i18n/faults");
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        return source;
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI().info(new Info().title("Shouyin 守银").version("v1")
                .description("Console and device API. Errors are RFC 9457 problem details with a stable `code`.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
    }

    @Bean
    JacksonModule storableValues() {
        return new SimpleModule("storable-values").addDeserializer(Instant.class, new BoundedInstants()).addDeserializer(String.class, new StorableText());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/console/");
        registry.addRedirectViewController("/console", "/console/");
        registry.addViewController("/console/").setViewName("forward:/console/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // The build puts a hash of the content into the names of assets.
        registry.addResourceHandler("/console/assets/**").addResourceLocations(CONSOLE + "assets/")
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/console/**").addResourceLocations(CONSOLE)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true).addResolver(new OnePage());
    }

    private static final class OnePage extends PathResourceResolver {

        @Override
        protected Resource getResource(String path, Resource location) throws IOException {
            var found = super.getResource(path, location);
            var isAddress = !path.substring(path.lastIndexOf('/') + 1).contains(".");
            return found == null && isAddress ? super.getResource("index.html", location) : found;
        }
    }
}
