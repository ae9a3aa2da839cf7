package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/// Refuses to start when a `shouyin.` key (or `SHOUYIN_` variable) is set that nothing reads: a misspelt key would otherwise
/// be the default in silence, which for the database or a limit is the wrong one. A wrong value is refused under its own name
/// before anything begins, since the web server, the first that is made, is made to depend on all settings.
///
/// The known keys are the components of the records with `@ConfigurationProperties("shouyin...")`. A key that once
/// was one is listed in `retired-settings.properties` with what took its place.
@Component
class SettingsGuard implements BeanFactoryPostProcessor, EnvironmentAware {

    static final String PREFIX = "shouyin";

    /// Read by the launcher and by other verbs, which may share the host's environment: these and what is below them.
    private static final List<ConfigurationPropertyName> READ_ELSEWHERE = Stream.of("shouyin.home", "shouyin.java", "shouyin.data",
            "shouyin.network", "shouyin.terminal", "shouyin.demo").map(ConfigurationPropertyName::of).toList();

    private Environment environment;

    /// By setter: a post-processor is made before constructors can be injected.
    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        var known = new Node();
        var settings = new ArrayList<String>();
        for (var name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            var annotation = beans.findAnnotationOnBean(name, ConfigurationProperties.class);
            var prefix = annotation == null ? "" : annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
            if (prefix.equals(PREFIX) || prefix.startsWith(PREFIX + ".")) {
                known.at(ConfigurationPropertyName.of(prefix)).describe(beans.getType(name));
                settings.add(name);
            }
        }
        var keys = keysIn(environment);
        variablesIn(environment).stream().filter(variable -> known.knowsSpread(variable, 0)).forEach(keys::remove);
        refuseUnknown(keys, known, retired());
        for (var server : beans.getBeanNamesForType(WebServerFactory.class, true, false)) {
            beans.getBeanDefinition(server).setDependsOn(settings.toArray(String[]::new));
        }
    }

    /// @param retired by key, what to do now
    static void refuseUnknown(Set<ConfigurationPropertyName> keys, Node known, Map<ConfigurationPropertyName, String> retired) {
        for (var key : keys) {
            var instead = retired.get(key);
            if (instead != null) {
                throw new Fault("SETTING_RETIRED", Recovery.FIX_THE_SETUP, "The setting " + key + " is no longer read: " + instead + ".");
            }
        }
        var unknown = keys.stream().filter(key -> !known.knows(key, 0))
                .filter(key -> READ_ELSEWHERE.stream().noneMatch(other -> other.equals(key) || other.isAncestorOf(key))).map(ConfigurationPropertyName::toString)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new Fault("SETTING_UNKNOWN", Recovery.FIX_THE_SETUP,
                    "No such setting: " + unknown + " (docs/reference/settings.md lists all; a variable is written SHOUYIN_DB_URL).");
        }
    }

    static Set<ConfigurationPropertyName> keysIn(Environment environment) {
        var prefix = ConfigurationPropertyName.of(PREFIX);
        var keys = new TreeSet<ConfigurationPropertyName>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream().filter(prefix::isAncestorOf).forEach(keys::add);
            }
        }
        return keys;
    }

    /// Variables, as Boot lists them: `SHOUYIN_KEYS_LMK_PASSPHRASE_FILE` is read as `shouyin.keys.lmk-passphrase-file` and listed with dots.
    static Set<ConfigurationPropertyName> variablesIn(Environment environment) {
        var prefix = ConfigurationPropertyName.of(PREFIX);
        var variables = new TreeSet<ConfigurationPropertyName>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable
                    && source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource) {
                iterable.stream().filter(prefix::isAncestorOf).forEach(variables::add);
            }
        }
        return variables;
    }

    private static Map<ConfigurationPropertyName, String> retired() {
        var properties = new Properties();
        try (var file = SettingsGuard.class.getResourceAsStream("/retired-settings.properties")) {
            properties.load(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        var retired = new LinkedHashMap<ConfigurationPropertyName, String>();
        properties.forEach((key, instead) -> retired.put(ConfigurationPropertyName.of(key.toString()), instead.toString()));
        return retired;
    }

    /// The tree of known keys. Elements are compared in Boot's uniform form: `idleMax`, `idle-max` and `IDLEMAX` are one.
    static final class Node {

        private final Map<String, Node> children = new HashMap<>();
        private Node any;

        Node at(ConfigurationPropertyName name) {
            var node = this;
            for (int i = 0; i < name.getNumberOfElements(); i++) {
                node = node.child(name.getElement(i, Form.UNIFORM));
            }
            return node;
        }

        private Node child(String element) {
            return children.computeIfAbsent(element, _ -> new Node());
        }

        private Node any() {
            if (any == null) {
                any = new Node();
            }
            return any;
        }

        void describe(Type type) {
            switch (type) {
                case Class<?> record when record.isRecord() -> Arrays.stream(record.getRecordComponents()).forEach(component ->
                        child(component.getName().toLowerCase(Locale.ROOT)).describe(component.getGenericType()));
                case ParameterizedType optional when optional.getRawType() == Optional.class ->
                        describe(optional.getActualTypeArguments()[0]);
                case ParameterizedType map when map.getRawType() == Map.class -> any().describe(map.getActualTypeArguments()[1]);
                case ParameterizedType list when list.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw) ->
                        any().describe(list.getActualTypeArguments()[0]);
                case Class<?> array when array.isArray() -> any().describe(array.getComponentType());
                default -> {
                    // a value: nothing below it
                }
            }
        }

        boolean knows(ConfigurationPropertyName name, int depth) {
            if (depth == name.getNumberOfElements()) {
                return true;
            }
            var child = children.get(name.getElement(depth, Form.UNIFORM));
            return child != null && child.knows(name, depth + 1) || any != null && any.knows(name, depth + 1);
        }

        /// Whether it is known when several elements of `name` may be one of the key.
        boolean knowsSpread(ConfigurationPropertyName name, int depth) {
            var element = new StringBuilder();
            for (int end = depth; end < name.getNumberOfElements(); end++) {
                var child = children.get(element.append(name.getElement(end, Form.UNIFORM)).toString());
                if (child != null && child.knowsSpread(name, end + 1)) {
                    return true;
                }
            }
            return depth == name.getNumberOfElements() || any != null && any.knowsSpread(name, depth + 1);
        }
    }
}
