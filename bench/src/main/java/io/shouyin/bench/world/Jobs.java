package io.shouyin.bench.world;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/// The host's jobs, kept instead of being run: the world says when. Only those that move or note money are.
final class Jobs implements BeanPostProcessor {

    private static final String OF_MONEY = "io.shouyin.host.acquiring.";
    private static final String FOR_THE_CONSOLE = "Feed";

    private final List<Runnable> ofMoney = new ArrayList<>();
    private final TaskScheduler keeper = (TaskScheduler) Proxy.newProxyInstance(Jobs.class.getClassLoader(), new Class<?>[] {TaskScheduler.class},
            (self, method, arguments) -> method.isDefault() ? InvocationHandler.invokeDefault(self, method, arguments) : keep((Runnable) arguments[0]));

    List<Runnable> ofMoney() {
        return ofMoney;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof SchedulingConfigurer ? (SchedulingConfigurer) jobs -> jobs.setScheduler(keeper) : bean;
    }

    /// However often or late it is to run.
    private Object keep(Runnable job) {
        if (job.toString().contains(OF_MONEY) && !job.toString().contains(FOR_THE_CONSOLE)) {
            ofMoney.add(job);
        }
        return null;
    }
}
