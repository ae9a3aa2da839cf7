package io.shouyin.host.platform;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Lets modules run small jobs again and again.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration {}
