package io.shouyin.host.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A controller's method that does something sensitive: whoever calls it has shown a factor in the last minutes, a second one if the
/// account has one. Otherwise the answer is 403 `STEP_UP_REQUIRED` with the factors that count; the console asks for one and repeats.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface FreshLogin {}
