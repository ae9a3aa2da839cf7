package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Keeps what [FreshLogin] promises. Whether the caller may do it at all is judged after this, so a refusal here tells nothing.
@Component
class FreshLoginCheck implements HandlerInterceptor, WebMvcConfigurer {

    private final RequiredFactors factors;

    FreshLoginCheck(RequiredFactors factors) {
        this.factors = factors;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(FreshLogin.class)) {
            require(SecurityContextHolder.getContext().getAuthentication());
        }
        return true;
    }

    private void require(Authentication login) {
        if (login == null || !(login.getPrincipal() instanceof Staff staff)) {
            throw new RefusedRequest(HttpStatus.FORBIDDEN, WebRefusal.ACCESS_DENIED);
        }
        var stale = factors.stale(staff, login);
        if (!stale.isEmpty()) {
            throw new RefusedRequest(HttpStatus.FORBIDDEN, AccessRefusal.STEP_UP_REQUIRED, Map.of("factors", stale.stream().map(Enum::name).toList()), new HttpHeaders());
        }
    }
}
